/** What a client acknowledges: one claim of one message. */
export interface Receipt {
  readonly deliveryId: string;
  /** Names the claim: letters and digits. */
  readonly claim: string;
}

const PREFIX = 'rh_';
const FORM = /^rh_([A-Za-z0-9]+)_(.+)$/;

/** A claim as clients pass it around: opaque to them. */
export function receiptHandle({ deliveryId, claim }: Receipt): string {
  return `${PREFIX}${claim}_${deliveryId}`;
}

/** @returns `undefined` for a text that `receiptHandle` never makes. */
export function parseReceiptHandle(handle: string): Receipt | undefined {
  const [, claim, deliveryId] = FORM.exec(handle) ?? [];
  return claim !== undefined && deliveryId !== undefined ? { claim, deliveryId } : undefined;
}
