import type { Author } from '../keys/author';
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

/** What bounds a change, and who makes it. */
export interface TriggerTerms {
  readonly limits: TriggerLimits;
  readonly by: Author;
}
