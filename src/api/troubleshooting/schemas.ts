import { z } from 'zod';
import { ATTEMPT_ERROR_CODES } from '../../domain/deliveries/attempt';
import { CAUSES, EVIDENCE_KINDS } from '../../domain/deliveries/troubleshoot';
import { SIGNATURE_ALGORITHMS } from '../../domain/keys/product-environment';
import { time } from '../route/fields';

const evidenceAnswer = z
  .object({
    uri: z.string(),
    kind: z
      .enum(EVIDENCE_KINDS)
      .describe('`slow_answers`: more than 5 % of its answers took 10 s or longer.'),
    http_status: z.int().nullable(),
    error_code: z.enum(ATTEMPT_ERROR_CODES).nullable(),
    reason: z.string().nullable().describe('Of a `template_fallback`.'),
    count: z.int().min(1).describe('Attempts; deliveries for a `template_fallback`.'),
    last_at: time,
    last_delivery_id: z.string(),
  })
  .meta({ id: 'Evidence', description: 'What points to a cause of failure.' });

export const troubleshootingAnswer = z.object({
  since: time.describe('Deliveries that began then or later were looked at, at most 1,500.'),
  signature_algorithm: z.enum(SIGNATURE_ALGORITHMS),
  signing_warnings: z.array(z.string()).describe('What is wrong with the key that signs.'),
  causes: z
    .array(z.object({ cause: z.enum(CAUSES), evidence: z.array(evidenceAnswer) }))
    .describe('Each cause, with what points to it, the newest first.'),
});
