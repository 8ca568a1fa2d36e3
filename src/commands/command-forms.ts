/** What may be typed, and what that does. `a|b`: one of these words; `<x>`: an argument; `[…]`: what may be left out. */
export type Form = readonly [typed: string, purpose: string];

/** The commands of the command line, in the order of the usage text. */
export const COMMAND_FORMS = {
  all: [
    ['all', 'everything on one machine: Temporal dev server, migrations, demo environment, API and worker'],
  ],
  api: [['api', 'the admin API']],
  worker: [['worker', 'a worker']],
  migrate: [['migrate up|down|status', 'the database’s schema']],
  environment: [
    [
      'environment create <cloud_name> [<role>]',
      'a product environment; its first access key is printed once, as JSON',
    ],
    ['environment list', 'the product environments: cloud name and id'],
  ],
  account: [
    ['account key', 'a new provisioning key of the account, printed once, as JSON; the one before ends'],
  ],
  keys: [
    ['keys create <cloud_name> [<role>]', 'another access key, printed once, as JSON'],
    ['keys rotate', 'encrypts all secrets again, with the first of MASTER_KEYS'],
    [
      'keys rotate <cloud_name> [--revoke]',
      'a new Ed25519 pair; the one before stays published; with --revoke, for a leaked key, none of those before',
    ],
  ],
  config: [['config', 'prints the settings in effect, secrets masked']],
} as const satisfies Readonly<Record<string, readonly Form[]>>;

export type CommandName = keyof typeof COMMAND_FORMS;
