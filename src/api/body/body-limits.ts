/** Bytes of the body that makes or changes a trigger: a filter and a template of 16 KiB each, however they are escaped. */
export const MAX_TRIGGER_BYTES = 256 * 1024;

/** Bytes of the body that brings what an action resulted in: an event, a report on an operation, a sample of either. */
export const MAX_EVENT_BYTES = 1024 * 1024;
