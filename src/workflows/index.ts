/* Entry of the workflow bundle: exports the workflows and nothing else. */
export { deliverNotification } from './deliver-notification';
export { dispatchEvent } from './dispatch-event';
export { runBulkAction } from './run-bulk-action';
export { trackOperation } from './track-operation';
