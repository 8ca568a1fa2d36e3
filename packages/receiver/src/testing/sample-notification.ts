import type { NotificationOf, NotificationType } from '../notifications.ts';
import { SAMPLES } from './samples.ts';

/** A notification of that type with invented values. The changes replace keys of it. */
export function sampleNotification<T extends NotificationType>(
  type: T,
  changes: Partial<NotificationOf<T>> = {},
): NotificationOf<T> {
  return { ...structuredClone(SAMPLES[type]), ...changes };
}
