import { composeProvisioning } from '../../../src/app/provisioning';
import type { Stores } from '../../../src/app/stores';
import { recordingLogger } from '../../support/builders/recording-logger';

/** The provisioning API's dependencies over real stores; there are no workflows to forget. */
export function provisioningOf(stores: Stores) {
  return composeProvisioning(stores, { forgetWorkflows: async () => undefined, logger: recordingLogger() });
}
