import type { CheckedSignature } from '../../calls/keys';
import { Chip } from '../../parts/Chip';

/** Who has signed a notification, and why a receiver may refuse it all the same. */
export function Findings({ found: { matches, causes } }: { readonly found: CheckedSignature }) {
  return (
    <ul className="findings" aria-label="Result">
      {matches.map((match) => (
        <li key={`${match.signature} ${match.key}`}>
          <h3>
            {SIGNATURE_WORDS[match.signature]}
            <Chip tone="good" icon="check">
              Genuine
            </Chip>
          </h3>
          <p>
            {matchWords(match)} <code>{match.key}</code>.
          </p>
        </li>
      ))}
      {causes.map((cause) => (
        <li key={`${cause.signature} ${cause.code}`}>
          <h3>
            {cause.signature === null ? 'Time' : SIGNATURE_WORDS[cause.signature]}
            <Chip tone={isOnlyAHint(cause.code) ? 'wait' : 'bad'} icon="alert">
              {causeTitle(cause.code)}
            </Chip>
          </h3>
          <p>{cause.words}</p>
        </li>
      ))}
    </ul>
  );
}

type Match = CheckedSignature['matches'][number];
type Code = CheckedSignature['causes'][number]['code'];

/** The headers, for people. */
const SIGNATURE_WORDS = { legacy: 'X-Cld-Signature', v2: 'X-Cld-Signature_v2' } as const;

const ALGORITHMS: Readonly<Record<Match['algorithm'], string>> = {
  sha1: 'A SHA-1 digest with the secret of the access key',
  sha256: 'A SHA-256 digest with the secret of the access key',
  ed25519: 'Signed by the Ed25519 pair',
};

const TITLES: Readonly<Record<Code, string>> = {
  other_algorithm: 'Another algorithm',
  other_key: 'Another key',
  disabled_key: 'Disabled key',
  retired_pair: 'Retired pair',
  hmac: 'HMAC',
  trailing_newline: 'Line break at the end',
  byte_order_mark: 'Byte order mark',
  line_breaks: 'Other line breaks',
  reserialised: 'Body written again',
  separator: 'Joined otherwise',
  timestamp_in_milliseconds: 'Milliseconds',
  encoding: 'Another encoding',
  unknown: 'Does not verify',
  too_old: 'Too old',
  in_the_future: 'Ahead of the clock',
  v2_missing: 'Not given',
};

/** Those that do not say that a signature is wrong. */
const HINTS: readonly Code[] = ['other_algorithm', 'other_key', 'too_old', 'in_the_future', 'v2_missing'];

/** What a genuine signature is, up to the name of its key. */
function matchWords({ algorithm }: Match): string {
  return ALGORITHMS[algorithm];
}

/** A cause in two or three words. */
function causeTitle(code: Code): string {
  return TITLES[code];
}

/** Whether a cause leaves the signature genuine. */
function isOnlyAHint(code: Code): boolean {
  return HINTS.includes(code);
}
