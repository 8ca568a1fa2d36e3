import type { Shortage } from '../domain/slot-shares';

export interface BusyPlace {
  /** Host and port. */
  readonly host: string;
  /** Names the URL for people. */
  readonly label: string;
  /** Attempts at a time to the URL. */
  readonly limit: number;
}

/** Says why an attempt has to come back later; shown in the Temporal UI. */
export function explainShortage(shortage: Shortage, { host, label, limit }: BusyPlace): string {
  switch (shortage) {
    case 'destination':
      return `${label} is busy: ${limit === 1 ? '1 attempt' : `${limit} attempts`} at a time for now`;
    case 'newcomers':
      return `${host} is busy: it has as many attempts under way to URLs that are not known yet as one host gets`;
    case 'origin':
      return `${host} is busy: it has as many attempts under way as one host gets`;
    case 'origin_doubtful':
      return `${host} is busy: it has as many attempts under way to URLs that do not answer at once as one host gets`;
    case 'environment':
      return 'the product environment has half of all attempts under way, as many as one gets';
    case 'environment_doubtful':
      return 'the product environment has as many attempts under way to destinations that do not answer at once as one gets';
    case 'doubtful':
      return 'as many attempts as may be are under way to destinations that do not answer at once';
  }
}

/** Says what a delivery waits for, to whoever reads it: the same text whenever the same is lacking. */
export function awaitedPlace(shortage: Shortage): string {
  switch (shortage) {
    case 'destination':
      return 'a place at its URL';
    case 'newcomers':
      return 'a place at its host, for URLs that are not known yet';
    case 'origin':
      return 'a place at its host';
    case 'origin_doubtful':
      return 'a place at its host, for URLs that do not answer at once';
    case 'environment':
      return 'a place of its product environment';
    case 'environment_doubtful':
      return 'a place of its product environment, for destinations that do not answer at once';
    case 'doubtful':
      return 'a place for destinations that do not answer at once';
  }
}
