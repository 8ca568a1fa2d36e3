import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useLocation } from 'wouter';
import { BULK_RATE, MAX_BULK_DELIVERIES } from '../../domain/bulk-actions/bulk-action';
import { useBulkPreview, useBulkStart, type AskedBulkAction, type BulkPreview } from '../calls/bulk-actions';
import { CallFailed } from '../calls/call';
import type { Session } from '../calls/session';
import { BULK_VERBS, bulkFilterText, bulkMeaning, deliveriesText, leftAloneText } from './bulk-action-words';
import { spanWords } from './countdown-words';
import { DialogActions } from './DialogActions';
import { DeliveryStatus } from './DeliveryStatus';
import { errorText } from './error-words';
import { FilterTime } from './FilterTime';
import { ModalDialog } from './ModalDialog';
import { FailureNote, Note } from './Note';
import { SelectField } from './SelectField';
import { Time } from './Time';
import { visibleText } from './visible-text';
import { numberText } from './number-text';
import './bulk-action-dialog.css';

interface Props {
  readonly session: Session;
  readonly asked: AskedBulkAction;
  readonly onClose: () => void;
}

const RATES = [1, BULK_RATE.default, 50, BULK_RATE.maximum];

/** Shows which deliveries are meant before anything is done to them, and leads to the bulk action once it is stored. */
export function BulkActionDialog({ session, asked, onClose }: Props) {
  const [, navigate] = useLocation();
  const [force, setForce] = useState(asked.force ?? false);
  const [times, setTimes] = useState<Times>({ from: asked.filter.from, to: asked.filter.to });
  const [perSecond, setPerSecond] = useState<number>(BULK_RATE.default);
  const request = { ...asked, force, filter: withTimes(asked.filter, times) };
  const { data, error, isFetching, refetch } = useBulkPreview(session, request);
  const start = useBulkStart(session);
  const isSettled = data !== undefined && !isFetching && !error;
  const verb = BULK_VERBS[asked.action];
  const setTime = (change: Times) => {
    start.reset();
    setTimes({ ...times, ...change });
  };
  const previewAgain = () => {
    start.reset();
    void refetch();
  };
  return (
    <ModalDialog title={`${verb} many deliveries`} onClose={onClose}>
      <Form
        className="dialog-form bulk"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSettled || data.count === 0 || start.isPending) return;
          start.mutate(
            { asked: request, preview: data, perSecond },
            {
              onSuccess: ({ id }) => {
                onClose();
                navigate(`/bulk-actions/${encodeURIComponent(id)}`);
              },
            },
          );
        }}
      >
        <p className="fine">Chosen: {bulkFilterText(request.filter)}</p>
        {error && (
          <FailureNote error={error}>
            <Button className="button quiet small" onPress={previewAgain}>
              Count again
            </Button>
          </FailureNote>
        )}
        {start.error && (
          <FailureNote error={start.error}>
            {start.error instanceof CallFailed && start.error.status === 409 && (
              <Button className="button quiet small" onPress={previewAgain}>
                Count again
              </Button>
            )}
          </FailureNote>
        )}
        {/* Always there, so that what is counted is announced. */}
        <div role="status" className="bulk-count">
          {isFetching && <p>Counting …</p>}
          {isSettled && <strong>{countText(data)}</strong>}
          {isSettled && data.count > 0 && (
            <p className="fine">
              Created from {data.oldest !== null && <Time at={data.oldest} />} to{' '}
              {data.newest !== null && <Time at={data.newest} />}
            </p>
          )}
        </div>
        {isSettled && data.count > 0 && (
          <ul className="bulk-meaning">
            {bulkMeaning(asked.action, force).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        {isSettled && <Counted preview={data} />}
        {isSettled && data.count_is === 'at_least' && (
          <Note tone="wait">
            <p>
              A bulk action takes at most {numberText(MAX_BULK_DELIVERIES)} deliveries. Choose fewer, for
              instance by time.
            </p>
          </Note>
        )}
        <div className="filters">
          {asked.filter.ids === undefined && asked.filter.event_id === undefined && (
            <>
              <FilterTime label="Created from" value={times.from} onChange={(from) => setTime({ from })} />
              <FilterTime label="Created before" value={times.to} onChange={(to) => setTime({ to })} />
            </>
          )}
          <RateField value={perSecond} onChange={setPerSecond} />
        </div>
        {isSettled && data.count > 0 && (
          <p className="fine">That takes about {spanWords(Math.ceil(data.count / perSecond) * 1000)}.</p>
        )}
        {asked.action === 'retry' && (
          <label className="bulk-force">
            <input
              type="checkbox"
              checked={force}
              onChange={({ target }) => {
                start.reset();
                setForce(target.checked);
              }}
            />
            Also those that were delivered: their receivers get them again
          </label>
        )}
        <DialogActions
          save={isSettled ? `${verb} ${deliveriesText(data.count)}` : verb}
          dismiss="Leave them as they are"
          isDangerous={asked.action === 'cancel'}
          isSaving={start.isPending}
          reason={forbidden(isSettled ? data : undefined)}
          onCancel={onClose}
        />
      </Form>
    </ModalDialog>
  );
}

interface Times {
  /** ISO text; empty for any. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

function withTimes(filter: AskedBulkAction['filter'], { from, to }: Times): AskedBulkAction['filter'] {
  const { from: _from, to: _to, ...others } = filter;
  return { ...others, ...(from && { from }), ...(to && { to }) };
}

function countText({ count, count_is: countIs }: BulkPreview): string {
  if (count === 0) return 'There is nothing to do.';
  return `${countIs === 'at_least' ? 'More than ' : ''}${deliveriesText(count)}`;
}

function forbidden(preview: BulkPreview | undefined): string | undefined {
  if (preview === undefined) return 'Not counted yet.';
  if (preview.count === 0) return 'No delivery is meant.';
  return preview.count_is === 'at_least' ? 'Too many at once.' : undefined;
}

const SHOWN = 5;

/** Where they go, why they failed, what is left alone, and the newest of them. */
function Counted({ preview }: { readonly preview: BulkPreview }) {
  const leftAlone = leftAloneText(preview.left_alone);
  const hosts = preview.by_host.map(({ destination_host: host, count }) => ({
    label: visibleText(host),
    count,
  }));
  const errors = preview.by_error_code.map(({ error_code: code, count }) => ({
    label: errorText(code, undefined),
    count,
  }));
  return (
    <>
      {preview.count > 0 && (
        <div className="bulk-counted">
          <Counts title="By host" counts={hosts} />
          <Counts title="By last error" counts={errors} />
        </div>
      )}
      {preview.sample.length > 0 && (
        <details>
          <summary>The newest {preview.sample.length === 1 ? 'one' : preview.sample.length}</summary>
          <ul className="bulk-sample">
            {preview.sample.map((delivery) => (
              <li key={delivery.id}>
                <DeliveryStatus delivery={delivery} />
                <span>
                  {delivery.event_type} <span className="fine id">{visibleText(delivery.event_id)}</span>
                </span>
                <span className="url">{visibleText(delivery.uri)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {leftAlone !== '' && <p className="fine">Left alone: {leftAlone}.</p>}
    </>
  );
}

interface CountsProps {
  readonly title: string;
  readonly counts: readonly { readonly label: string; readonly count: number }[];
}

function Counts({ title, counts }: CountsProps) {
  if (counts.length === 0) return null;
  const rest = counts.slice(SHOWN).reduce((sum, { count }) => sum + count, 0);
  return (
    <dl>
      <dt>{title}</dt>
      {counts.slice(0, SHOWN).map(({ label, count }) => (
        <dd key={label}>
          <span>{label}</span> <strong>{numberText(count)}</strong>
        </dd>
      ))}
      {rest > 0 && (
        <dd>
          <span>others</span> <strong>{numberText(rest)}</strong>
        </dd>
      )}
    </dl>
  );
}

interface RateProps {
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function RateField({ value, onChange }: RateProps) {
  return (
    <SelectField
      label="Deliveries a second"
      value={String(value)}
      onChange={(rate) => onChange(Number(rate))}
    >
      {RATES.map((rate) => (
        <option key={rate} value={rate}>
          at most {rate}
        </option>
      ))}
    </SelectField>
  );
}
