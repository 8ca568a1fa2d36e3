import { z } from 'zod';
import { ATTEMPT_ERROR_CODES } from '../../domain/deliveries/attempt';
import {
  CAUSES,
  troubleshoot,
  EVIDENCE_KINDS,
  type DeliveryFindings,
  type Evidence,
} from '../../domain/deliveries/troubleshoot';
import { SIGNATURE_ALGORITHMS } from '../../domain/keys/product-environment';
import { signingWarnings } from '../../domain/keys/signing-key';
import { time } from '../route/fields';
import { route } from '../route/route';
import type { SigningChoiceRecords } from '../signing-key/routes';

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

/** What the route of troubleshooting needs. */
export interface TroubleshootingPorts {
  readonly deliveries: {
    /** @param since ISO text, UTC. */
    findFailures(environmentId: string, since: string): Promise<DeliveryFindings>;
  };
  readonly signingChoice: Pick<SigningChoiceRecords, 'find'>;
  readonly now: () => Date;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export const showTroubleshooting = ({ deliveries, signingChoice, now }: TroubleshootingPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/troubleshooting',
    access: 'read',
    rate: 'administration',
    tag: 'deliveries',
    summary: 'Shows which of the common causes of failure the last 24 hours point to',
    answers: { 200: { description: 'The causes with their evidence.', schema: troubleshootingAnswer } },
    async handle({ caller: { environmentId } }) {
      const since = new Date(now().getTime() - DAY_MS).toISOString();
      const [findings, choice] = await Promise.all([
        deliveries.findFailures(environmentId, since),
        signingChoice.find(environmentId),
      ]);
      const found = troubleshoot(findings);
      return [
        200,
        {
          since,
          signature_algorithm: choice.algorithm,
          signing_warnings: signingWarnings(choice.candidates, choice.deletedDedicatedKey),
          causes: CAUSES.map((cause) => ({ cause, evidence: found[cause].map(presentEvidence) })),
        },
      ];
    },
  });

function presentEvidence({ uri, kind, count, ...evidence }: Evidence) {
  return {
    uri,
    kind,
    http_status: evidence.httpStatus ?? null,
    error_code: evidence.errorCode ?? null,
    reason: evidence.reason ?? null,
    count,
    last_at: evidence.lastAt,
    last_delivery_id: evidence.lastDeliveryId,
  };
}
