import { Link } from 'wouter';
import { useAuditLog } from '../calls/audit-log';
import type { Session } from '../calls/session';
import { ACTION_WORDS, authorWords } from './audit-words';
import { FieldChanges } from './FieldChanges';
import { FailureNote } from './Note';
import { Panel } from './Panel';
import { Time } from './Time';
import { visibleText } from './visible-text';
import './history-panel.css';

/** So many of the newest changes show; the audit log has the rest. */
const SHOWN = 5;

interface Props {
  readonly session: Session;
  /** Id of what the page is about. */
  readonly subjectId: string;
}

/** What the audit log has of the thing that a page shows: nothing at all for keys that may not read it. */
export function HistoryPanel({ session, subjectId }: Props) {
  return session.role === 'admin' ? <History session={session} subjectId={subjectId} /> : null;
}

function History({ session, subjectId }: Props) {
  const { items, isLoaded, error, hasOlder } = useAuditLog(session, { subject_id: subjectId }, SHOWN);
  const href = `/audit-log?subject_id=${encodeURIComponent(subjectId)}`;
  return (
    <Panel
      title="Audit log"
      aside={items.length > 0 && <Link href={href}>{hasOlder ? 'All of it' : 'Open'}</Link>}
    >
      {error && <FailureNote error={error} />}
      {isLoaded && items.length === 0 && <p className="empty">Nobody has intervened.</p>}
      {items.length > 0 && (
        <ol className="history">
          {items.map((change) => (
            <li key={change.id}>
              <strong>{ACTION_WORDS[change.action]}</strong>
              <Time at={change.at} />
              <span className="fine">
                {change.actor.self_declared_name !== undefined &&
                  `${visibleText(change.actor.self_declared_name)} (self-declared) · `}
                {visibleText(change.actor.id)} · {authorWords(change.actor)}
              </span>
              {change.before && change.after && <FieldChanges change={change} />}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
