import type { Delivery, DeliveryStatus } from '../deliveries/delivery';
import { decidingNodes, nodeWords, traceFilter } from '../triggers/filter';
import type { PastTrigger } from '../triggers/trigger';
import { isServiceEventType } from './event';
import type { Event } from './event';
import type { EventRecord, VerdictKind } from './event-record';
import { explicitUrls, type ExplicitUrl } from './match-triggers';

/** A verdict to explain. */
export interface GivenVerdict {
  readonly triggerId: string;
  readonly verdict: VerdictKind;
  readonly reason?: string | undefined;
  readonly deliveryId?: string | undefined;
  /** Equal for the triggers that share a destination; of `matched` and `merged`. */
  readonly destination?: string | undefined;
}

/** A verdict with the trigger as it was, and the reason in words. */
export interface ExplainedVerdict extends Omit<GivenVerdict, 'reason' | 'destination'> {
  /** `undefined` when nobody knows any more what it was. */
  readonly trigger: PastTrigger | undefined;
  readonly words: string;
  /** Pointers of the nodes of its filter that decided. */
  readonly deciding: readonly string[];
  /**
   * For a merged verdict: the trigger with the delivery that serves both; `undefined` when it is the call's own URL.
   */
  readonly mergedWith?: string | undefined;
}

export interface ExplainedUrl extends ExplicitUrl {
  readonly deliveryId?: string | undefined;
}

export interface Explanation {
  readonly sentence: string;
  readonly explicitUrls: readonly ExplainedUrl[];
  readonly verdicts: readonly ExplainedVerdict[];
  /** Triggers of other types. */
  readonly notSubscribed: number;
}

interface Question {
  readonly event: Event;
  /** The default notification, which filters see. */
  readonly notification: Readonly<Record<string, unknown>>;
  readonly verdicts: readonly GivenVerdict[];
  /** By id. */
  readonly triggers: ReadonlyMap<string, PastTrigger>;
  readonly notSubscribed: number;
  readonly deliveries: readonly Pick<
    Delivery,
    'id' | 'uri' | 'authScheme' | 'bodyKind' | 'templateFallback'
  >[];
  /** ISO text, UTC; `undefined` when it was not resolved, or when it is asked what would be. */
  readonly resolvedAt: string | undefined;
  /** Whether the verdicts are those of an event that happened. */
  readonly hasHappened: boolean;
}

/** How many filters are traced for one explanation; those after them are explained without their deciding nodes. */
const MAX_TRACED_FILTERS = 100;

/** Explains who is notified of an event and who is not, and why. Source: docs/decisions.md D5 to D7, D28 to D30. */
export function explain(question: Question): Explanation {
  const { event, verdicts, notSubscribed, deliveries } = question;
  const urls = explicitUrls(event).map((url): ExplainedUrl => {
    const delivery = url.isTold
      ? deliveries.find((each) => isPlain(each) && each.uri === url.uri)
      : undefined;
    return { ...url, ...(delivery && { deliveryId: delivery.id }) };
  });
  const told = urls.find(({ isTold }) => isTold);
  let traced = 0;
  return {
    sentence: sentenceOf(question, told !== undefined),
    explicitUrls: urls,
    verdicts: verdicts.map((given) => {
      const { triggerId, verdict, deliveryId } = given;
      const trigger = question.triggers.get(triggerId);
      const mayTrace = verdict.startsWith('filter') && ++traced <= MAX_TRACED_FILTERS;
      const decided = mayTrace ? decisionOf(given, trigger, question.notification) : undefined;
      const mergedWith = verdict === 'merged' ? firstOf(verdicts, given) : undefined;
      return {
        triggerId,
        verdict,
        trigger,
        words:
          event.testTriggerId === undefined
            ? wordsFor(given, { trigger, decided, mergedWith, told })
            : 'it is tested, so it is told whatever its filter says',
        deciding: decided?.map(({ pointer }) => pointer) ?? [],
        ...(deliveryId !== undefined && { deliveryId }),
        ...(mergedWith !== undefined && { mergedWith }),
      };
    }),
    notSubscribed: event.testTriggerId === undefined ? notSubscribed : 0,
  };
}

/** Whether a delivery may be one to a URL that the call itself has named. */
function isPlain({ authScheme, bodyKind, templateFallback }: Question['deliveries'][number]): boolean {
  return authScheme === 'default' && bodyKind === 'default' && templateFallback === undefined;
}

function firstOf(verdicts: readonly GivenVerdict[], { destination }: GivenVerdict): string | undefined {
  return verdicts.find((each) => each.verdict === 'matched' && each.destination === destination)?.triggerId;
}

interface Decision {
  readonly pointer: string;
  readonly words: string;
}

/** @returns `undefined` when the filter, as far as it is known, does not answer what it answered then. */
function decisionOf(
  { verdict }: GivenVerdict,
  trigger: PastTrigger | undefined,
  notification: Question['notification'],
): readonly Decision[] | undefined {
  if (!trigger?.filter) return undefined;
  const { answer, root } = traceFilter(trigger.filter, notification);
  const now = 'error' in answer ? 'filter_error' : answer.matches ? 'matched' : 'filtered_out';
  if (now !== verdict) return undefined;
  return decidingNodes(root).map((decision) => ({
    pointer: decision.node.pointer,
    words: nodeWords(decision),
  }));
}

interface Circumstances {
  readonly trigger: PastTrigger | undefined;
  readonly decided: readonly Decision[] | undefined;
  readonly mergedWith: string | undefined;
  /** The URL of the call that is notified. */
  readonly told: ExplicitUrl | undefined;
}

function wordsFor(
  { verdict, reason }: GivenVerdict,
  { trigger, decided, mergedWith, told }: Circumstances,
): string {
  switch (verdict) {
    case 'matched':
      return trigger?.filter ? 'its filter lets the event through' : 'it takes every event of its type';
    case 'filtered_out':
      return decided?.map(({ words }) => words).join('; ') ?? 'its filter did not let the event through';
    case 'filter_error':
      return reason ?? 'its filter failed';
    case 'suppressed_by_notification_url':
      return reason === undefined
        ? `the call had its own ${told?.name ?? 'notification_url'}, and this trigger is not additive`
        : `the event is ${reason}`;
    case 'merged':
      return mergedWith === undefined
        ? `the same bytes go to the same URL for the call's ${told?.name ?? 'notification_url'}`
        : `the same bytes go to the same URL for trigger ${mergedWith}`;
  }
}

const COUNTED: readonly (readonly [VerdictKind, string])[] = [
  ['matched', 'told'],
  ['merged', 'merged'],
  ['filtered_out', 'filtered out'],
  ['filter_error', 'failed in their filter'],
  ['suppressed_by_notification_url', 'silenced by the call'],
];

const OWN_URL = 'the URL for failure notifications';

function sentenceOf(
  { event, verdicts, notSubscribed, resolvedAt, hasHappened }: Question,
  isUrlTold: boolean,
): string {
  if (hasHappened && resolvedAt === undefined) return 'Accepted; who is told is not decided yet.';
  const counts = COUNTED.map(([verdict, words]) => {
    const count = verdicts.filter((each) => each.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  const parts = [
    ...(isUrlTold ? [`${isServiceEventType(event.eventType) ? OWN_URL : "the call's own URL"} told`] : []),
    `${verdicts.length} ${verdicts.length === 1 ? 'trigger' : 'triggers'} asked`,
    ...counts.flat(),
    ...(notSubscribed === 0 ? [] : [`${notSubscribed} not subscribed`]),
  ];
  const gap = Date.parse(resolvedAt ?? '') - Date.parse(event.receivedAt);
  if (event.testTriggerId !== undefined)
    return testSentence(verdicts.length > 0, hasHappened ? gap : undefined);
  const start = hasHappened
    ? `Resolved ${durationWords(gap)} after it was accepted`
    : 'With the triggers of now';
  return `${start}: ${parts.join(', ')}.`;
}

/** @param gapMs between acceptance and resolution; `undefined` when it is asked what would be. */
function testSentence(isTold: boolean, gapMs: number | undefined): string {
  const end = isTold ? 'one trigger told' : 'its trigger was deleted, so nobody is told';
  return gapMs === undefined
    ? `A test of one trigger, with the triggers of now: ${end}.`
    : `A test of one trigger, resolved ${durationWords(gapMs)} after it was accepted: ${end}.`;
}

/** How long something took: "12 ms", "1.2 s", "3 min". @param ms a negative one, of clocks that differ, counts as 0. */
export function durationWords(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  return `${Math.round(ms / 60_000)} min`;
}

/** The steps of an event's way, in their order. `ended`: no delivery of it is pending. */
export const LIFECYCLE_STEPS = ['accepted', 'started', 'resolved', 'first_attempt', 'ended'] as const;

/** A step of an event's way. */
export interface LifecycleStep {
  readonly step: (typeof LIFECYCLE_STEPS)[number];
  /** ISO text, UTC; `undefined` for a step that has not come. */
  readonly at: string | undefined;
  /** Milliseconds since the last step before it that has come. */
  readonly afterMs: number | undefined;
}

interface Course {
  readonly record: EventRecord;
  readonly deliveries: readonly { readonly status: DeliveryStatus; readonly updatedAt: string }[];
  /** ISO text, UTC. */
  readonly firstAttemptAt: string | undefined;
}

/** Tells how far an event has come, and how long each step took. */
export function lifecycleOf({ record, deliveries, firstAttemptAt }: Course): readonly LifecycleStep[] {
  const { event, startedAt, resolvedAt } = record;
  const isPending = deliveries.some(({ status }) => status === 'pending');
  const lastChange = deliveries
    .map(({ updatedAt }) => updatedAt)
    .sort()
    .at(-1);
  const times: Readonly<Record<LifecycleStep['step'], string | undefined>> = {
    accepted: event.receivedAt,
    started: startedAt,
    resolved: resolvedAt,
    first_attempt: firstAttemptAt,
    ended: isPending || resolvedAt === undefined ? undefined : (lastChange ?? resolvedAt),
  };
  let before = event.receivedAt;
  return LIFECYCLE_STEPS.map((step) => {
    const at = times[step];
    if (at === undefined) return { step, at, afterMs: undefined };
    const afterMs = Math.max(0, Date.parse(at) - Date.parse(before));
    before = at > before ? at : before;
    return { step, at, afterMs };
  });
}
