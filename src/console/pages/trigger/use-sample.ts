import { useState } from 'react';
import { ALL_EVENTS } from '../../../domain/events/event-types';
import { samplePayload } from '../../../domain/events/test-event';
import { useEvents, type ListedEvent } from '../../calls/events';
import type { Session } from '../../calls/session';
import { usePreview, type TriggerSample } from '../../calls/triggers';
import { formatJson } from './format-json';
import { judgePayload, type Judged } from './judge-text';
import { useSettled } from './use-settled';

/** So many of the newest events can be chosen. */
const OFFERED = 20;

/** Choices that are no event. */
export const BUILT_IN = 'built-in';
export const OWN = 'own';

type Json = Readonly<Record<string, unknown>>;

/** What a filter and a payload template are tried on, and what can be chosen. */
export interface SampleChoice {
  /** Newest first. */
  readonly events: readonly ListedEvent[];
  readonly publicId: string;
  readonly searchFor: (publicId: string) => void;
  /** An event's id, `BUILT_IN` or `OWN`; `undefined` until it is known whether there is an event. */
  readonly chosen: string | undefined;
  readonly choose: (choice: string) => void;
  readonly ownText: string;
  readonly own: Judged<Json>;
  readonly writeOwn: (text: string) => void;
  /** Of the built-in sample, and of one's own. */
  readonly eventType: string;
  readonly setEventType: (eventType: string) => void;
  readonly sample: TriggerSample | undefined;
  /** The default notification, which the filter sees; `undefined` until it is known. */
  readonly notification: Json | undefined;
  readonly error: Error | undefined;
}

/** @param triggerType the trigger's event type, which may be `all`. */
export function useSample(session: Session, triggerType: string): SampleChoice {
  const [publicId, setPublicId] = useState('');
  const [chosen, setChosen] = useState<string>();
  const [someType, setSomeType] = useState('upload');
  const [ownText, setOwnText] = useState('');
  const list = useEvents(session, {
    ...(triggerType !== ALL_EVENTS && { event_type: triggerType }),
    ...(publicId !== '' && { public_id: publicId }),
  });
  const events = list.items.slice(0, OFFERED);
  // What is new does not take the place of what somebody works with.
  if (chosen === undefined && list.isLoaded) setChosen(events[0]?.event_id ?? BUILT_IN);
  const eventType = triggerType === ALL_EVENTS ? someType : triggerType;
  const own = judgePayload(useSettled(ownText));
  const sample = sampleOf(chosen, { eventType, own });
  const { data, error } = usePreview(session, sample, null);
  return {
    events,
    publicId,
    searchFor: (wanted) => {
      setPublicId(wanted);
      setChosen(undefined);
    },
    chosen,
    choose: (choice) => {
      if (choice === OWN && ownText === '') {
        const begun = chosen === OWN ? undefined : data;
        setOwnText(formatJson(begun ? JSON.parse(begun.default_body) : samplePayload(eventType)));
      }
      setChosen(choice);
    },
    ownText,
    own,
    writeOwn: setOwnText,
    eventType,
    setEventType: setSomeType,
    sample,
    notification: data && (JSON.parse(data.default_body) as Json),
    error: error ?? list.error,
  };
}

function sampleOf(
  chosen: string | undefined,
  { eventType, own }: { readonly eventType: string; readonly own: Judged<Json> },
): TriggerSample | undefined {
  if (chosen === undefined) return undefined;
  if (chosen === BUILT_IN) return { event_type: eventType, payload: samplePayload(eventType) };
  if (chosen === OWN) return own.value && { event_type: eventType, payload: own.value };
  return { event_id: chosen };
}
