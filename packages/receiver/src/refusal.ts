/** Why a notification was refused. README.md explains each. */
export const REASONS = [
  'missing_header',
  'bad_timestamp',
  'too_old',
  'in_future',
  'unknown_key',
  'wrong_signature',
  'body_was_parsed',
  'not_json',
  'key_set_unavailable',
] as const;
export type Reason = (typeof REASONS)[number];

export interface Refusal {
  readonly ok: false;
  readonly reason: Reason;
  /** For the log: says what came, and what was expected. Holds no secret. */
  readonly message: string;
}

export function refusal(reason: Reason, message: string): Refusal {
  return { ok: false, reason, message };
}

/** What `verifyOrThrow` throws. */
export class NotificationRefused extends Error {
  override readonly name = 'NotificationRefused';

  constructor(
    readonly reason: Reason,
    message: string,
  ) {
    super(`${reason}: ${message}`);
  }
}
