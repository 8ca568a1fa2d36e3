import { Link } from 'wouter';
import type { Session } from '../../calls/session';
import { useTroubles, type Troubles } from '../../calls/webhooks';
import { Chip } from '../../parts/Chip';
import { FailureNote } from '../../parts/Note';
import { Panel } from '../../parts/Panel';
import { Time } from '../../parts/Time';
import { visibleText } from '../../parts/visible-text';
import { ALGORITHM_WORDS } from './algorithm-words';
import { CAUSE_WORDS, evidenceWords } from './cause-words';

const SHOWN_EVIDENCE = 5;

/** The common causes of failure, each as far as the last day points to it. */
export function TroubleshootingPanel({ session }: { readonly session: Session }) {
  const { data, error } = useTroubles(session);
  return (
    <Panel title="Troubleshooting" aside={<span className="fine">Checked in the last 24 hours</span>}>
      {error && <FailureNote error={error} />}
      {data && (
        <ul className="causes">
          {data.causes
            .filter(({ cause, evidence }) => cause !== 'other' || evidence.length > 0)
            .map((each) => (
              <Cause key={each.cause} {...each} troubles={data} />
            ))}
        </ul>
      )}
      {!data && !error && (
        <div className="skeleton late" role="status" aria-label="Loading: troubleshooting" />
      )}
    </Panel>
  );
}

type CauseProps = Troubles['causes'][number] & { readonly troubles: Troubles };

function Cause({ cause, evidence, troubles }: CauseProps) {
  const { title, looked, advice } = CAUSE_WORDS[cause];
  const warnings = cause === 'disabled_api_key' ? troubles.signing_warnings : [];
  const isFound = evidence.length + warnings.length > 0;
  const urls = new Set(evidence.map(({ uri }) => uri)).size;
  return (
    <li aria-label={title}>
      <div className="cause-head">
        <h3>{title}</h3>
        {isFound ? (
          <Chip tone="bad" icon="alert">
            {urls === 0 ? 'Found' : urls === 1 ? '1 URL' : `${urls} URLs`}
          </Chip>
        ) : (
          <Chip tone="good" icon="check">
            Nothing found
          </Chip>
        )}
      </div>
      <p className="fine">{looked}</p>
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
      {evidence.length > 0 && (
        <ul className="evidence">
          {evidence.slice(0, SHOWN_EVIDENCE).map((each) => (
            <li key={`${each.kind} ${each.uri} ${each.http_status} ${each.error_code} ${each.reason}`}>
              <span className="url">{visibleText(each.uri)}</span>
              <span>
                {visibleText(evidenceWords(each))} · <Time at={each.last_at} />{' '}
                <Link href={`/deliveries/${encodeURIComponent(each.last_delivery_id)}`}>
                  Last delivery<span className="unseen"> to {visibleText(each.uri)}</span>
                </Link>
              </span>
            </li>
          ))}
          {evidence.length > SHOWN_EVIDENCE && (
            <li className="fine">and {evidence.length - SHOWN_EVIDENCE} more</li>
          )}
        </ul>
      )}
      {isFound && (
        <p className="advice">
          {cause === 'invalid_signature' && `Algorithm: ${ALGORITHM_WORDS[troubles.signature_algorithm]}. `}
          {advice}
        </p>
      )}
    </li>
  );
}
