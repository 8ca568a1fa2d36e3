import { composeProvisioning } from '../../../src/compose-provisioning';
import type { Stores } from '../../../src/compose-stores';
import { recordingLogger } from '../../support/recording-logger';

/** The provisioning API's dependencies over real stores; there are no workflows to forget. */
export function provisioningOf(stores: Stores) {
  return composeProvisioning(stores, { forgetWorkflows: async () => undefined, logger: recordingLogger() });
}
