import { z } from 'zod';

/** Says that it was done, and nothing else. */
export const doneAnswer = z.object({ message: z.literal('ok') });
