import { Tab, TabList, TabPanel, Tabs, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { isPollUrl } from '../../../domain/poll/channel';
import type { DeliveryInFull, ShownAttempt } from '../../calls/delivery-in-full';
import type { Session } from '../../calls/session';
import { Icon } from '../../parts/Icon';
import { Panel } from '../../parts/Panel';
import { useFilters } from '../../parts/use-filters';
import { errorText, errorWords } from '../../parts/error-words';
import { visibleText } from '../../parts/visible-text';
import { attemptLook } from './attempt-look';
import { ComparedView } from './ComparedView';
import { CopyAs } from './CopyAs';
import { RequestView } from './RequestView';
import { ResponseView } from './ResponseView';

interface Props {
  readonly delivery: DeliveryInFull;
  readonly session: Session;
}

const TABS = ['request', 'response', 'error', 'compared', 'copy'] as const;

/** What was sent and answered, attempt by attempt. Which one shows is in the address of the page. */
export function AttemptsPanel({ delivery, session }: Props) {
  const { values, set } = useFilters(['attempt', 'tab']);
  const { attempts } = delivery;
  const shown = attempts.find(({ attempt_number: number }) => String(number) === values.attempt);
  const attempt = shown ?? attempts.at(-1);
  if (!attempt) {
    return (
      <Panel title="Attempts">
        <p className="empty">
          {isPollUrl(delivery.uri)
            ? 'None: a client fetches it from its channel, and acknowledges it.'
            : 'No attempt was made yet.'}
        </p>
      </Panel>
    );
  }
  const before = attempts[attempts.indexOf(attempt) - 1];
  const wanted = TABS.find((each) => each === values.tab && (each !== 'compared' || before));
  const tab = wanted ?? (attempt.error_code === null ? 'request' : 'error');
  const sent = { uri: delivery.uri, body: delivery.body, headers: attempt.request_headers };
  return (
    <Panel title="Attempts">
      {attempts.length > 1 && (
        <AttemptChoice attempts={attempts} chosen={attempt} onChoose={(number) => set({ attempt: number })} />
      )}
      <Tabs className="tabs" selectedKey={tab} onSelectionChange={(key) => set({ tab: String(key) })}>
        <TabList aria-label={`Attempt ${attempt.attempt_number}`}>
          <Tab id="request">Request</Tab>
          <Tab id="response">Response</Tab>
          <Tab id="error">Error</Tab>
          {before && <Tab id="compared">Compared</Tab>}
          <Tab id="copy">Copy as</Tab>
        </TabList>
        <TabPanel id="request">
          <RequestView delivery={delivery} attempt={attempt} />
        </TabPanel>
        <TabPanel id="response">
          <ResponseView attempt={attempt} />
        </TabPanel>
        <TabPanel id="error">
          <ErrorView attempt={attempt} />
        </TabPanel>
        {before && (
          <TabPanel id="compared">
            <ComparedView before={before} attempt={attempt} />
          </TabPanel>
        )}
        <TabPanel id="copy">
          <CopyAs sent={sent} session={session} />
        </TabPanel>
      </Tabs>
    </Panel>
  );
}

interface ChoiceProps {
  readonly attempts: readonly ShownAttempt[];
  readonly chosen: ShownAttempt;
  readonly onChoose: (number: string) => void;
}

/** The arrow keys step from attempt to attempt. */
function AttemptChoice({ attempts, chosen, onChoose }: ChoiceProps) {
  return (
    <ToggleButtonGroup
      className="attempt-choice"
      aria-label="Attempt"
      disallowEmptySelection
      selectedKeys={[String(chosen.attempt_number)]}
      onSelectionChange={(keys) => onChoose(String([...keys][0]))}
    >
      {attempts.map((attempt) => {
        const { tone, icon, text } = attemptLook(attempt);
        return (
          <ToggleButton
            key={attempt.attempt_number}
            id={String(attempt.attempt_number)}
            className={tone}
            onFocus={({ currentTarget, relatedTarget }) => {
              const isStep = currentTarget.parentElement?.contains(relatedTarget) ?? false;
              if (isStep) onChoose(String(attempt.attempt_number));
            }}
          >
            {attempt.attempt_number} <Icon name={icon} /> {text}
          </ToggleButton>
        );
      })}
    </ToggleButtonGroup>
  );
}

/** Why the attempt failed, and what to do about it. */
function ErrorView({ attempt }: { readonly attempt: ShownAttempt }) {
  const { error_code: code, error_message: message, http_status: status } = attempt;
  if (code === null) return <p className="empty">No error: the receiver accepted it.</p>;
  return (
    <>
      <h3>{errorText(code, status)}</h3>
      {message !== null && <p>{visibleText(message)}</p>}
      <p>{errorWords(code)?.advice}</p>
      <p className="fine">
        The API calls it <code>{visibleText(code)}</code>.
      </p>
    </>
  );
}
