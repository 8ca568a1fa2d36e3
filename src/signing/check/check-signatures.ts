import type {
  ReceivedNotification,
  SignatureCause,
  SignatureFindings,
  Verifiers,
} from '../../domain/keys/signature-check';
import type { Steps } from '../../kit/in-turns';
import { checkLegacy } from './check-legacy';
import { checkV2, secondsForMs } from './check-v2';

/** How far a receiver lets the timestamp be from its clock. Source: docs/verifying.md. */
const TOLERANCE_SECONDS = 300;
const SDK_TOLERANCE_SECONDS = 7_200;

/**
 * Says whose signatures a notification carries, and why a receiver may refuse them: the nearest cause of each. No secret
 * is in what it says. A large body takes long, so it is done in steps. Source: docs/decisions.md D63.
 *
 * @param nowSeconds Unix time.
 */
export function* checkSignatures(
  received: ReceivedNotification,
  verifiers: Verifiers,
  nowSeconds: number,
): Steps<SignatureFindings> {
  const { timestamp, signature, signatureV2 } = received;
  const body = Buffer.from(received.body);
  const found = [
    ...(signature === undefined ? [] : [yield* checkLegacy({ body, timestamp }, signature, verifiers)]),
    ...(signatureV2 === undefined ? [] : [yield* checkV2({ body, timestamp }, signatureV2, verifiers)]),
  ];
  return {
    matches: found.flatMap(({ matches }) => matches),
    causes: [
      ...found.flatMap(({ causes }) => causes),
      ...clockCauses(Number(secondsForMs(timestamp) ?? timestamp), nowSeconds),
      ...(signatureV2 === undefined ? [V2_MISSING] : []),
    ],
  };
}

const V2_MISSING: SignatureCause = {
  signature: 'v2',
  code: 'v2_missing',
  words:
    'No X-Cld-Signature_v2 was given. If the trigger’s scheme sends one, something on the way dropped it: nginx, gunicorn and Django drop headers with an underscore by default.',
};

function clockCauses(timestampSeconds: number, nowSeconds: number): readonly SignatureCause[] {
  const ageSeconds = nowSeconds - timestampSeconds;
  if (ageSeconds < -TOLERANCE_SECONDS) {
    const words = `The timestamp is ${spanWords(-ageSeconds)} ahead of this service’s clock.`;
    return [{ signature: undefined, code: 'in_the_future', words }];
  }
  if (ageSeconds <= TOLERANCE_SECONDS) return [];
  const who =
    ageSeconds > SDK_TOLERANCE_SECONDS
      ? 'Receivers refuse it by now'
      : 'Receivers that allow 5 minutes refuse it by now; the SDKs allow 2 hours by default';
  const words = `It was signed ${spanWords(ageSeconds)} ago. ${who}. Each attempt has a timestamp of its own.`;
  return [{ signature: undefined, code: 'too_old', words }];
}

function spanWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
}
