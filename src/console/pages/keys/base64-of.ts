/** So many bytes at once: more would be too many arguments of one call. */
const CHUNK_BYTES = 32_768;

/** Bytes in standard base64. */
export function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES));
  }
  return btoa(binary);
}
