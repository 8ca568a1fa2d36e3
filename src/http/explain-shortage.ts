import type { Shortage } from '../domain/slot-shares';

/** Says why an attempt has to come back later; shown in the Temporal UI. */
export function explainShortage(shortage: Shortage, host: string, limit: number): string {
  switch (shortage) {
    case 'destination':
      return `${host} is busy: ${limit === 1 ? '1 attempt' : `${limit} attempts`} at a time for now`;
    case 'environment':
      return 'the product environment has half of all attempts under way, as many as one gets';
    case 'environment_doubtful':
      return 'the product environment has as many attempts under way to destinations that do not answer at once as one gets';
    case 'doubtful':
      return 'as many attempts as may be are under way to destinations that do not answer at once';
  }
}
