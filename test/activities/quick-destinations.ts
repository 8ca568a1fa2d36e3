import type { AttemptPlace } from '../../src/activities/take-place';
import { AttemptsUnderWay } from '../../src/activities/record-attempt';
import type { SigningKeys } from '../../src/activities/with-current-signing-key';
import type { Stores } from '../../src/app/stores';
import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { Admissions } from '../../src/outbound/fairness/admissions';
import { createNameResolver } from '../../src/outbound/network/allowed-addresses';
import { createSender } from '../../src/outbound/sender';

/** A sender that may reach receivers of this machine. */
export function localSender() {
  return createSender({
    rules: createAddressRules({ allowCidrs: ['127.0.0.0/8'] }),
    resolver: createNameResolver(),
  });
}

/** What attempts need, over real stores: the first run of an activity, whose worker knows no destination yet. */
export function attemptDependencies(
  stores: Stores,
  keys: SigningKeys,
  sender: ReturnType<typeof localSender>,
) {
  return {
    events: stores.events,
    deliveries: stores.deliveries,
    keys,
    sender,
    admissions: new Admissions(100),
    underWay: new AttemptsUnderWay(),
    userAgent: 'webhook-notifications/test',
    now: () => new Date(),
    activityRun: () => 1,
    heartbeat: () => undefined,
    isDatabaseUnavailable: () => false,
  };
}

/** Lets a destination be known to be quick: it has accepted once. */
export async function makeQuick(admissions: Admissions, url: string): Promise<void> {
  const place = await admissions.ask({ environmentId: 'env1', url, refusals: 0 });
  if (place.kind !== 'admitted') throw new Error('there is a place for the first one');
  place.leave({ kind: 'delivered', httpStatus: 200, responseExcerpt: '', durationMs: 1 });
}

/** A place for one attempt. */
export const aPlace: AttemptPlace = { kind: 'admitted', leave: () => undefined };
