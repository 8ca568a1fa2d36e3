import { Command } from '../../parts/Command';
import { Icon } from '../../parts/Icon';
import { Panel } from '../../parts/Panel';
import type { Session } from '../../calls/session';
import { CreateTrigger, SendSample } from './FirstRunActions';
import type { FirstRunStep } from './first-run-steps';
import './first-run.css';

interface Props {
  readonly steps: readonly FirstRunStep[];
  readonly session: Session;
}

/** What to do for a first notification: here, or by commands for a shell. */
export function FirstRunPanel({ steps, session }: Props) {
  const done = steps.filter(({ isDone }) => isDone).length;
  return (
    <Panel
      title="Send a first notification"
      aside={
        <span className="fine" aria-live="polite">
          {done} of {steps.length} done
        </span>
      }
    >
      <p>
        The commands expect the API secret in a variable of your shell: <code>read -rs API_SECRET</code>
      </p>
      <ol className="steps">
        {steps.map(({ title, why, command, isDone, action }) => (
          <li key={title} className={isDone ? 'done' : ''}>
            <h3>
              {title}
              {isDone && (
                <span className="step-done">
                  <Icon name="check" /> done
                </span>
              )}
            </h3>
            <p>{why}</p>
            {action?.kind === 'create_trigger' && !isDone && <CreateTrigger session={session} />}
            {action?.kind === 'send' && (
              <SendSample session={session} event={action.event} isNext={action.isNext} />
            )}
            {!isDone && <Shell title={title} command={command} isAlone={action === undefined} />}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

interface ShellProps {
  readonly title: string;
  readonly command: string;
  /** Whether the page itself cannot do it. */
  readonly isAlone: boolean;
}

function Shell({ title, command, isAlone }: ShellProps) {
  return (
    <>
      {!isAlone && <p className="or fine">or in a shell</p>}
      <Command text={command} what={`the command: ${title}`} />
    </>
  );
}
