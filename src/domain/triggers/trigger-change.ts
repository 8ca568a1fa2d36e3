import type { Author } from '../keys/audit-entry';
import { DomainError } from '../errors';
import type { Trigger } from './trigger';

/** What a trigger's owner changes. An absent key leaves the field as it is; `undefined` as a value clears it. */
export type TriggerChanges = Partial<
  Pick<Trigger, 'uri' | 'additive' | 'authScheme' | 'successStatuses' | 'filter' | 'payloadTemplate'>
> & { readonly updatedAt: string };

/** How much a product environment may have. */
export interface TriggerLimits {
  /** Distinct ones. */
  readonly maxNotificationUrls: number;
  readonly maxTriggers: number;
}

/** The limits of a change, and its author. */
export interface TriggerTerms {
  readonly limits: TriggerLimits;
  readonly by: Author;
}

interface TriggerCounts {
  /** Distinct ones. */
  readonly urls: number;
  readonly triggers: number;
}

interface CountedChange {
  readonly before: TriggerCounts;
  readonly after: TriggerCounts;
}

/** @throws DomainError `limit_reached` with the limit and the count, for a change that adds to what is beyond it. */
export function refuseBeyondLimits(
  { before, after }: CountedChange,
  { maxNotificationUrls, maxTriggers }: TriggerLimits,
): void {
  const refuse = (what: string, limit: number, had: number, has: number) => {
    if (has <= limit || has <= had) return;
    const message = `the product environment may have at most ${limit} ${what}; it has ${had}`;
    throw new DomainError('limit_reached', message);
  };
  refuse('notification URLs', maxNotificationUrls, before.urls, after.urls);
  refuse('triggers', maxTriggers, before.triggers, after.triggers);
}
