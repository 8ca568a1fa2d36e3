import {
  CAUSES,
  troubleshoot,
  type DeliveryFindings,
  type Evidence,
} from '../../domain/deliveries/troubleshoot';
import { signingWarnings } from '../../domain/keys/signing-key';
import { route } from '../route/route';
import type { SigningChoiceRecords } from '../signing-key/routes';
import { troubleshootingAnswer } from './schemas';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What the route of troubleshooting needs. */
export interface TroubleshootingPorts {
  readonly deliveries: {
    /** @param since ISO text, UTC. */
    findFailures(environmentId: string, since: string): Promise<DeliveryFindings>;
  };
  readonly signingChoice: Pick<SigningChoiceRecords, 'find'>;
  readonly now: () => Date;
}

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
