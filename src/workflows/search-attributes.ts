import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { SearchAttributePair } from '@temporalio/common';
import { SEARCH_ATTRIBUTES } from './contract';

/** What operators filter workflows by in the Temporal UI. */
export interface SearchableFacts {
  readonly cloudName: string;
  readonly eventType: string;
  /** Of deliveries only. */
  readonly destinationHost?: string;
}

export function searchAttributes(facts: SearchableFacts): SearchAttributePair[] {
  return Object.entries(facts).map(([fact, value]: [string, string]) => ({
    key: keys[fact as keyof SearchableFacts],
    value,
  }));
}

const keys = {
  cloudName: defineSearchAttributeKey(SEARCH_ATTRIBUTES.cloudName, SearchAttributeType.KEYWORD),
  eventType: defineSearchAttributeKey(SEARCH_ATTRIBUTES.eventType, SearchAttributeType.KEYWORD),
  destinationHost: defineSearchAttributeKey(SEARCH_ATTRIBUTES.destinationHost, SearchAttributeType.KEYWORD),
};
