import { Link } from 'wouter';
import type { ListedChange } from '../../calls/audit-log';
import { ACTION_WORDS, authorWords, subjectHref } from '../../parts/audit-words';
import { FieldChanges } from '../../parts/FieldChanges';
import { Time } from '../../parts/Time';
import { visibleText } from '../../parts/visible-text';

/** An entry of the audit log as a row. */
export function ChangeCells({ change }: { readonly change: ListedChange }) {
  const { action, subject_id: subject, actor, ip, request_id: request } = change;
  const href = subjectHref(action, subject);
  return (
    <>
      <td data-label="When">
        <Time at={change.at} />
      </td>
      <td>
        <p className="change-head">
          <strong>{ACTION_WORDS[action]}</strong>{' '}
          {href === undefined ? (
            <span className="fine id">{visibleText(subject)}</span>
          ) : (
            <Link className="id" href={href}>
              {visibleText(subject)}
            </Link>
          )}
        </p>
        <FieldChanges change={change} />
      </td>
      <td data-label="Who">
        <div className="author">
          <Link href={`/audit-log?actor_id=${encodeURIComponent(actor.id)}`}>{visibleText(actor.id)}</Link>
          {actor.self_declared_name !== undefined && (
            <span>
              {visibleText(actor.self_declared_name)} <span className="fine">self-declared</span>
            </span>
          )}
          <span className="fine">{authorWords(actor)}</span>
          {ip !== null && <span className="fine">from {visibleText(ip)}</span>}
          {request !== null && (
            <span className="fine">
              request <code>{visibleText(request)}</code>
            </span>
          )}
        </div>
      </td>
    </>
  );
}
