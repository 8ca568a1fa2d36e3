import type { DeliveryErrorCode } from './delivery';

/** The outcomes of a period's deliveries to one URL. */
export interface UrlTally {
  readonly uri: string;
  /** More than `MAX_COUNTED` are not counted. */
  readonly delivered: number;
  /** More than `MAX_COUNTED` are not counted. */
  readonly failed: number;
  /**
   * Among the product environment's newest 1,000 pending deliveries, those that failed and have another attempt to
   * come.
   */
  readonly waiting: number;
  /** The error of a delivery that waits, or else of the newest one that failed. */
  readonly lastErrorCode: DeliveryErrorCode | undefined;
}

/** Deliveries that are counted, of a filter or of one URL and outcome; there may be more. */
export const MAX_COUNTED = 10_000;
