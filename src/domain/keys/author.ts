export const AUTHOR_KINDS = ['access_key', 'provisioning_key', 'command_line', 'service'] as const;

/** Who makes a change, as far as it is known: for the audit log. */
export interface Author {
  readonly kind: (typeof AUTHOR_KINDS)[number];
  /** The number of the key, never its secret; on the command line the name of the operating system's user; of the service the part that acts. */
  readonly id: string;
  /** `undefined` on the command line and of the service. */
  readonly requestId: string | undefined;
  /** `undefined` on the command line and of the service. */
  readonly ip: string | undefined;
  /** Absent when the author has sent the key itself. */
  readonly via?: 'console' | undefined;
}
