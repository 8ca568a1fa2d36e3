import { Command } from '../../parts/Command';
import { Icon } from '../../parts/Icon';
import { Panel } from '../../parts/Panel';
import type { firstRunSteps } from './first-run-steps';

interface Props {
  readonly steps: ReturnType<typeof firstRunSteps>;
}

export function FirstRunPanel({ steps }: Props) {
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
        Put the API secret into a variable of your shell first: <code>read -rs API_SECRET</code>
      </p>
      <ol className="steps">
        {steps.map(({ title, why, command, isDone }) => (
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
            {!isDone && <Command text={command} what={`the command: ${title}`} />}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
