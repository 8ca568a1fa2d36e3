import { z } from 'zod';

const part = z.union([z.literal('ok'), z.object({ fault: z.string() })]);

export const livenessAnswer = z.object({ status: z.literal('ok') });

export const readinessAnswer = z.object({
  status: z.enum(['ok', 'unavailable', 'draining']),
  version: z.string(),
  database: part,
  temporal: part,
});
