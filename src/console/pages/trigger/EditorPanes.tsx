import { useMemo, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { isJsonObject } from '../../../domain/json/json-values';
import { FILTER_SIZES, traceFilter } from '../../../domain/triggers/filter';
import { PAYLOAD_TEMPLATE_SIZES, templateContext } from '../../../domain/triggers/payload-template';
import type { Session } from '../../calls/session';
import { usePreview } from '../../calls/triggers';
import { numberText } from '../../parts/number-text';
import { placesRead } from '../../parts/places-read';
import { useFilters } from '../../parts/use-filters';
import { filterCompletions, templateCompletions } from './completions';
import { FILTER_EXAMPLES, TEMPLATE_EXAMPLES } from './examples';
import { FilterResult } from './FilterResult';
import { judgeFilter, judgeTemplate, type Judged } from './judge-text';
import { readablePaths } from './readable-paths';
import { SamplePanel } from './SamplePanel';
import { SigningTab } from './SigningTab';
import { TemplateResult } from './TemplateResult';
import { TextTab } from './TextTab';
import type { TriggerDraft } from './trigger-draft';
import { useSample } from './use-sample';
import { useSettled } from './use-settled';

interface Props {
  readonly session: Session;
  /** Of the trigger, or `all`. */
  readonly eventType: string;
  readonly draft: TriggerDraft;
  readonly isReadOnly: boolean;
  readonly onChange: (changed: Partial<TriggerDraft>) => void;
}

const TABS = ['filter', 'template', 'signing'] as const;

/** What a trigger has beside its type and URL, each with what it does to a sample event. Which tab shows is in the address. */
export function EditorPanes({ session, eventType, draft, isReadOnly, onChange }: Props) {
  const { values, set } = useFilters(['tab']);
  const tab = TABS.find((each) => each === values.tab) ?? 'filter';
  const [place, setPlace] = useState<string>();
  const choice = useSample(session, eventType);
  const { notification } = choice;
  const filter = useMemo(() => judgeFilter(draft.filter), [draft.filter]);
  const template = useMemo(() => judgeTemplate(draft.template), [draft.template]);
  const settledFilter = useSettled(filter);
  const settledTemplate = useSettled(template);
  const trace = useMemo(
    () => (settledFilter.value && notification ? traceFilter(settledFilter.value, notification) : undefined),
    [settledFilter, notification],
  );
  const preview = usePreview(
    session,
    tab === 'template' && !settledTemplate.fault ? choice.sample : undefined,
    settledTemplate.value ?? null,
  );
  const read = trace && tab === 'filter' ? placesRead(trace.root) : new Set<string>();
  return (
    <div className="columns even">
      <div className="column">
        <section className="panel" aria-label="What the trigger does">
          <Tabs className="tabs" selectedKey={tab} onSelectionChange={(key) => set({ tab: String(key) })}>
            <TabList aria-label="Parts of the trigger">
              <Tab id="filter">Filter</Tab>
              <Tab id="template">Payload template</Tab>
              <Tab id="signing">Signing</Tab>
            </TabList>
            <TabPanel id="filter">
              <TextTab
                label="Filter, as JSONLogic"
                intro="JSONLogic on the notification. Nothing lets every event through."
                text={draft.filter}
                judged={filter}
                sizes={sizeWords(filter, FILTER_SIZES)}
                examples={FILTER_EXAMPLES}
                isReadOnly={isReadOnly}
                onChange={(text) => onChange({ filter: text })}
                complete={(text, offset) => filterCompletions(text, offset, readablePaths(notification))}
              />
            </TabPanel>
            <TabPanel id="template">
              <TextTab
                label="Payload template, as JSON with Mustache"
                intro="JSON whose texts are Mustache. Nothing sends the default body."
                text={draft.template}
                judged={template}
                sizes={sizeWords(template, PAYLOAD_TEMPLATE_SIZES)}
                examples={TEMPLATE_EXAMPLES}
                isReadOnly={isReadOnly}
                onChange={(text) => onChange({ template: text })}
                complete={(text, offset) => templateCompletions(text, offset, pathsOf(notification))}
              />
            </TabPanel>
            <TabPanel id="signing">
              <SigningTab draft={draft} isReadOnly={isReadOnly} onChange={onChange} />
            </TabPanel>
          </Tabs>
        </section>
        {tab === 'filter' && (
          <FilterResult
            session={session}
            filter={filter.value}
            isFaulty={filter.fault !== undefined}
            eventType={eventType}
            trace={filter.fault ? undefined : trace}
            place={place}
            onPlace={setPlace}
          />
        )}
        {tab === 'template' && (
          <TemplateResult
            preview={preview.data}
            error={preview.error ?? undefined}
            isFaulty={template.fault !== undefined}
            hasTemplate={template.value !== undefined}
          />
        )}
      </div>
      <div className="column">
        <SamplePanel triggerType={eventType} choice={choice} read={read} place={place} onPlace={setPlace} />
      </div>
    </div>
  );
}

interface Sizes {
  readonly bytes: number;
  readonly nodes?: number;
  readonly depth: number;
}

/** How much of what is allowed a text takes: "1,204 of 16,384 bytes · depth 5 of 32". */
function sizeWords({ size }: Judged<object>, most: Sizes): string {
  if (!size || size.bytes === 0) return `At most ${numberText(most.bytes)} bytes. Ctrl-Space completes.`;
  return [
    `${numberText(size.bytes)} of ${numberText(most.bytes)} bytes`,
    ...(most.nodes === undefined ? [] : [`${numberText(size.nodes)} of ${numberText(most.nodes)} values`]),
    `depth ${size.depth} of ${most.depth}`,
  ].join(' · ');
}

/** What a template can read of a notification. */
function pathsOf(notification: Readonly<Record<string, unknown>> | undefined) {
  if (!notification) return [];
  const { notification_type: eventType } = notification;
  const context = templateContext({
    eventType: String(eventType),
    payload: notification,
    timestamp: triggeredAt(notification),
    requestId: '',
  });
  return readablePaths(context);
}

function triggeredAt({ notification_context: context }: Readonly<Record<string, unknown>>): string {
  return isJsonObject(context) ? String(context.triggered_at) : '';
}
