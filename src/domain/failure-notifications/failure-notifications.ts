import type { HostTrouble } from './host-trouble';

/** Who is told when a host fails for good, and what is known of hosts. */
export interface FailureNotifications {
  /** `undefined`: nobody is told. */
  readonly uri: string | undefined;
  /** Those that failed last come first. */
  readonly hosts: readonly HostTrouble[];
}
