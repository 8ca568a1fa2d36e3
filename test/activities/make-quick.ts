import type { Admissions } from '../../src/outbound/fairness/admissions';

/** Lets a destination be known to be quick: it has accepted once. */
export async function makeQuick(admissions: Admissions, url: string): Promise<void> {
  const place = await admissions.ask({ environmentId: 'env1', url, refusals: 0 });
  if (place.kind !== 'admitted') throw new Error('there is a place for the first one');
  place.leave({ kind: 'delivered', httpStatus: 200, responseExcerpt: '', durationMs: 1 });
}
