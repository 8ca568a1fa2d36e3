import { commandLineAuthor, type CommandContext } from '../app/command-context';
import { withStores, type OpenStores } from '../app/stores';
import { ROLES, type Role } from '../domain/keys/role';
import { type Form, type Typed, UsageError } from './parse-command-line';

export const KEYS: readonly Form[] = [
  {
    words: ['create', '<cloud_name>', '[<role>]'],
    help: 'another access key, printed once, as JSON',
    run: createAccessKey,
  },
  {
    words: ['rotate'],
    help: 'encrypts all secrets again, with the first of MASTER_KEYS',
    run: rotateSecrets,
  },
  {
    words: ['rotate', '<cloud_name>'],
    flags: ['revoke'],
    help: 'a new Ed25519 pair; the one before stays published; with --revoke, for a leaked key, none of those before',
    run: (context, typed) =>
      typed.flags.includes('revoke') ? revokeSigningKeys(context, typed) : rotateSigningKey(context, typed),
  },
];

async function createAccessKey({ config, print }: CommandContext, { words }: Typed): Promise<void> {
  const [, cloudName = '', roleName] = words;
  const role = parseRole(roleName);
  const made = await withStores(config, async ({ stores, now }) => {
    const { id: environmentId } = await getEnvironment(stores, cloudName);
    const wanted = { environmentId, enabled: true, role, createdAt: now().toISOString() };
    return stores.accessKeyAdministration.create(wanted, commandLineAuthor());
  });
  print(JSON.stringify({ cloud_name: cloudName, api_key: made.apiKey, api_secret: made.apiSecret, role }));
}

async function rotateSecrets({ config, print }: CommandContext): Promise<void> {
  const count = await withStores(config, ({ stores }) => stores.rotateSecrets(commandLineAuthor()));
  print(
    count === 0
      ? 'all secrets are under the first of MASTER_KEYS already'
      : `${count} ${count === 1 ? 'secret' : 'secrets'} encrypted again`,
  );
}

async function rotateSigningKey({ config, print }: CommandContext, { words }: Typed): Promise<void> {
  const [, cloudName = ''] = words;
  const kid = await withStores(config, async ({ stores, now }) => {
    const { id } = await getEnvironment(stores, cloudName);
    return stores.signingKeys.rotate(id, now().toISOString(), commandLineAuthor());
  });
  print(`${cloudName} signs with the new pair ${kid}; the one before stays published`);
}

/** Prints what was done, and what the receivers have to do. */
async function revokeSigningKeys({ config, print }: CommandContext, { words }: Typed): Promise<void> {
  const [, cloudName = ''] = words;
  const { kid, revokedKids } = await withStores(config, async ({ stores, now }) => {
    const { id } = await getEnvironment(stores, cloudName);
    return stores.signingKeys.revoke(id, now().toISOString(), commandLineAuthor());
  });
  print(
    [
      `${cloudName} signs with the new pair ${kid}; revoked, no longer published, never to sign again: ${revokedKids.join(', ')}`,
      `receivers: fetch GET /v1_1/${cloudName}/webhook_keys again now; one that keeps the old set still believes whoever has the leaked key`,
    ].join('\n'),
  );
}

async function getEnvironment({ environments }: OpenStores['stores'], cloudName: string) {
  const environment = await environments.findByCloudName(cloudName);
  if (!environment) throw new Error(`keys: there is no product environment "${cloudName}"`);
  return environment;
}

/** A role as an argument; `admin` when there is none. @throws UsageError */
export function parseRole(text: string = 'admin'): Role {
  const role = ROLES.find((each) => each === text);
  if (role === undefined) throw new UsageError(`role "${text}": expected one of ${ROLES.join(', ')}`);
  return role;
}
