import type { ShownAttempt } from '../../calls/delivery';
import { spanWords } from '../../parts/countdown-words';
import { HeaderTable } from '../../parts/HeaderTable';
import { TextBlock } from '../../parts/TextBlock';

/** What the receiver answered, as far as it is kept, and how long each step took. */
export function ResponseView({ attempt }: { readonly attempt: ShownAttempt }) {
  const { http_status: status, response_headers: headers, response_excerpt: excerpt } = attempt;
  return (
    <>
      {status === null ? (
        <p className="empty">The receiver gave no answer.</p>
      ) : (
        <>
          <p className="request-line">
            <strong>{status}</strong> <span>after {spanWords(attempt.duration_ms)}</span>
          </p>
          {headers === null ? (
            <p className="fine">The headers of this answer were not kept.</p>
          ) : (
            <HeaderTable headers={headers} />
          )}
        </>
      )}
      <Timings attempt={attempt} />
      {status !== null && (
        <>
          <div className="body-head">
            <h3>Body</h3>
            <span className="fine">at most the first 8 KiB</span>
          </div>
          {excerpt === null || excerpt === '' ? (
            <p className="empty">Empty.</p>
          ) : (
            <TextBlock text={excerpt} label="Body of the answer" />
          )}
        </>
      )}
    </>
  );
}

const STEPS = [
  ['lookup', 'Look-up'],
  ['connect', 'Connection'],
  ['tls', 'TLS'],
  ['first_byte', 'Answer'],
] as const;

function Timings({ attempt: { timings_ms: timings } }: { readonly attempt: ShownAttempt }) {
  if (timings === null) return null;
  return (
    <dl className="timings">
      {STEPS.map(([step, label]) => {
        const ms = timings[step];
        return (
          <div key={step}>
            <dt>{label}</dt>
            <dd>{ms === null ? '–' : spanWords(ms)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
