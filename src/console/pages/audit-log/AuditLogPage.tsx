import { AUDIT_ACTIONS } from '../../../domain/keys/audit-entry';
import { AUDIT_FILTERS, useAuditLog } from '../../calls/audit-log';
import type { Session } from '../../calls/session';
import { ACTION_WORDS } from '../../parts/audit-words';
import { FilterBar } from '../../parts/FilterBar';
import { FilterSelect } from '../../parts/FilterSelect';
import { FilterText } from '../../parts/FilterText';
import { FilterTime } from '../../parts/FilterTime';
import { ListPanel } from '../../parts/ListPanel';
import { Note } from '../../parts/Note';
import { Page } from '../../parts/Page';
import { useFilters } from '../../parts/use-filters';
import { ChangeCells } from './ChangeCells';
import './audit-log.css';

const COLUMNS = [{ label: 'When' }, { label: 'What' }, { label: 'Who' }];
const ACTIONS = AUDIT_ACTIONS.map((action) => ({ value: action, label: ACTION_WORDS[action] }));

/** Who changed what, the newest first, narrowed by what the address of the page says. */
export function AuditLogPage({ session }: { readonly session: Session }) {
  return (
    <Page title="Audit log" session={session}>
      {session.role === 'admin' ? (
        <Changes session={session} />
      ) : (
        <Note tone="wait">
          <p>
            The audit log is for keys with the role admin. You have signed in with one of the role{' '}
            {session.role}.
          </p>
        </Note>
      )}
    </Page>
  );
}

function Changes({ session }: { readonly session: Session }) {
  const { values, isAny, set, clear } = useFilters(AUDIT_FILTERS);
  const list = useAuditLog(session, values);
  return (
    <>
      <FilterBar
        what="the audit log"
        isAny={isAny}
        onClear={clear}
        isMoreSet={Boolean(values.from ?? values.to)}
        more={
          <>
            <FilterTime label="From" value={values.from} onChange={(from) => set({ from })} />
            <FilterTime label="Before" value={values.to} onChange={(to) => set({ to })} />
          </>
        }
      >
        <FilterSelect
          label="Action"
          value={values.action}
          any="Any action"
          options={ACTIONS}
          onChange={(action) => set({ action })}
        />
        <FilterText
          label="Id of what was changed"
          isWide
          placeholder="Trigger, delivery, key or pair"
          value={values.subject_id}
          onChange={(subject_id) => set({ subject_id })}
        />
        <FilterText
          label="Author"
          placeholder="738291046655821"
          value={values.actor_id}
          onChange={(actor_id) => set({ actor_id })}
        />
      </FilterBar>
      <ListPanel
        title="Changes, newest first"
        list={list}
        idOf={({ id }) => id}
        columns={COLUMNS}
        cells={(change) => <ChangeCells change={change} />}
        isNarrowed={isAny}
        onClear={clear}
        nothingYet={<p>Nothing was changed yet.</p>}
      />
    </>
  );
}
