import { z } from 'zod';

const EXPECTED = '1 to 64 characters of A-Z a-z 0-9 _ -';

/** An idempotency key of the producer's. Source: docs/decisions.md D27. */
export const producerId = z.string(EXPECTED).regex(/^[A-Za-z0-9_-]{1,64}$/, EXPECTED);
