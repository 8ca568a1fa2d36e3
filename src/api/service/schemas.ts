import { z } from 'zod';

const fault = z.object({ fault: z.string() });

export const livenessAnswer = z.object({ status: z.literal('ok') });

export const readinessAnswer = z.object({
  status: z.enum(['ok', 'unavailable', 'draining']),
  version: z.string(),
  database: z.union([z.enum(['ok', 'not writable']), fault]),
  temporal: z.union([z.literal('ok'), fault]),
});
