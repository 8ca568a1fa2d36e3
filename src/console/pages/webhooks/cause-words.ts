import type { Troubles } from '../../calls/webhooks';
import { errorText } from '../../parts/error-words';

type CauseName = Troubles['causes'][number]['cause'];
type FoundEvidence = Troubles['causes'][number]['evidence'][number];

interface CauseWords {
  readonly title: string;
  /** What is looked for. */
  readonly looked: string;
  /** What to do about it. */
  readonly advice: string;
}

/** The common causes of failure, for people. */
export const CAUSE_WORDS: Readonly<Record<CauseName, CauseWords>> = {
  payload_corruption: {
    title: 'Payload corruption',
    looked: 'Receivers that answered 400 or 422, and templates whose default body was sent instead.',
    advice:
      'Read the body as it was sent on the delivery’s page. Parse the raw bytes: a body that was parsed and written again differs.',
  },
  invalid_signature: {
    title: 'Invalid signature',
    looked: 'Receivers that answered 401 or 403.',
    advice:
      'Check that the receiver digests the raw body, the timestamp and the secret of the key that signs, with this algorithm.',
  },
  disabled_api_key: {
    title: 'Disabled API key',
    looked: 'Attempts that no enabled key could sign, and warnings about the key that signs.',
    advice: 'Enable an access key of this product environment, or dedicate an enabled one.',
  },
  invalid_url: {
    title: 'Invalid webhook URL',
    looked: 'Hosts that are not found or refuse the connection, answers 404, 410 and redirects.',
    advice:
      'Correct the URL with “Change URL”. Redirects are not followed: use the address that they lead to.',
  },
  connection_timeout: {
    title: 'Connection timeout',
    looked:
      'Attempts without an answer in time, and URLs with more than 5 % of answers after 10 s or longer.',
    advice: 'Let the receiver answer 200 first, and do its work afterwards.',
  },
  other: {
    title: 'Other failures',
    looked: 'Every other failed attempt, for instance answers 500 to 599.',
    advice: 'The receiver’s own log says why it refused.',
  },
};

/** What was found, as the part of a line: "Answered 401, 3 times". */
export function evidenceWords({ kind, http_status, error_code, reason, count }: FoundEvidence): string {
  const times = count === 1 ? 'once' : `${count.toLocaleString('en')} times`;
  if (kind === 'template_fallback') return `Default body instead of the template, ${times}: ${reason ?? ''}`;
  if (kind === 'slow_answers') return `Answered after 10 s or longer, ${times}`;
  return `${errorText(error_code ?? '', http_status)}, ${times}`;
}
