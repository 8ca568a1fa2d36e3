import type { CheckedSignature } from '../../calls/keys';
import { Chip } from '../../parts/Chip';
import { causeTitle, isOnlyAHint, matchWords, SIGNATURE_WORDS } from './finding-words';

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
