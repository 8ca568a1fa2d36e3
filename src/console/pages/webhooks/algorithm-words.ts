/** How the legacy signature digests, for people. */
export const ALGORITHM_WORDS = { sha1: 'SHA-1', sha256: 'SHA-256' } as const;
