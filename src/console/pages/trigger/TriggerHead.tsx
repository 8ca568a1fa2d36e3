import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import type { Session } from '../../calls/session';
import type { ShownTrigger } from '../../calls/triggers';
import { ActionButton } from '../../parts/ActionButton';
import { Command } from '../../parts/Command';
import { Time } from '../../parts/Time';
import { triggerCommand } from '../../parts/api-command';
import { visibleText } from '../../parts/visible-text';
import type { TriggerChange } from './trigger-draft';

interface Props {
  readonly session: Session;
  readonly trigger: ShownTrigger;
  /** `undefined` while something has a fault. */
  readonly change: TriggerChange | undefined;
  /** What is not saved. */
  readonly fields: readonly string[];
  /** Why nothing can be saved now. */
  readonly reason: string | undefined;
  /** Why this key changes nothing at all. */
  readonly lock: string | undefined;
  readonly status: string | undefined;
  readonly onSave: () => void;
  readonly onRevert: () => void;
  readonly onTest: () => void;
  readonly onDelete: () => void;
}

/** Which trigger it is, what is not saved of it, and what can be done. */
export function TriggerHead(props: Props) {
  const { session, trigger, change, fields, reason, lock, status, onSave, onRevert, onTest, onDelete } =
    props;
  const { id, uri, additive } = trigger;
  return (
    <section className="panel standing" aria-label="The trigger">
      <div className="trigger-line">
        <div>
          <p className="url">{visibleText(uri)}</p>
          <p className="fine">
            {additive && <span className="tag">additive</span>} Changed <Time at={trigger.updated_at} /> ·{' '}
            <Link href={`/deliveries?trigger_id=${encodeURIComponent(id)}`}>Deliveries</Link> ·{' '}
            <Link href="/settings/webhooks">All URLs</Link>
          </p>
        </div>
        <div className="actions">
          <ActionButton label="Send test …" icon="deliveries" reason={lock} onPress={onTest} />
          <ActionButton label="Delete …" icon="cross" reason={lock} onPress={onDelete} />
          <ActionButton
            label="Save"
            icon="check"
            reason={reason}
            isMain
            shortcut="Control+Enter"
            onPress={onSave}
          />
        </div>
      </div>
      <p role="status" className="save-state">
        {fields.length > 0 ? (
          <>
            <strong>Not saved:</strong> {fields.join(', ')}{' '}
            <Button className="link-button" onPress={onRevert}>
              Discard
            </Button>
          </>
        ) : (
          (status ?? <span className="fine">Everything is saved.</span>)
        )}
      </p>
      <details className="more">
        <summary>The same by the Admin API</summary>
        {change && fields.length > 0 && (
          <Command text={triggerCommand(session, id, change)} what="the command that saves these changes" />
        )}
        <p className="fine">
          An additive trigger also fires when a call has its own notification_url. The Console cannot set
          that:
        </p>
        <Command
          text={triggerCommand(session, id, { additive: !additive })}
          what={`the command that sets additive to ${String(!additive)}`}
        />
      </details>
    </section>
  );
}
