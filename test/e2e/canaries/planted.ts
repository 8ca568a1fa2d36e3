import { randomBytes } from 'node:crypto';
import type { Canary, Place } from './hunt';

/** What the test gives to the service, each recognisable and with characters that encodings change. */
export interface Planted {
  readonly masterKeys: readonly [Buffer, Buffer];
  readonly temporalApiKey: string;
  readonly databasePassword: string;
  readonly proxyPassword: string;
  /** Tried with keys that exist and that do not. */
  readonly wrongSecrets: readonly string[];
  /** In bodies that are refused, each in one. */
  readonly refusedTexts: readonly string[];
  /** In the queries of notification URLs that are accepted. */
  readonly urlToken: string;
  /** In the user part of a notification URL, which is refused. */
  readonly userInfo: string;
  /** In payloads, templates and filters. */
  readonly contentText: string;
}

/** @param plain whether it is to stay as it is in a URL. */
function recognisable(name: string, plain = false): string {
  return `canary-${name}-${randomBytes(9).toString('hex')}${plain ? '' : '-"ü/+&\\'}`;
}

const several = (name: string, count: number) =>
  Array.from({ length: count }, (_, n) => recognisable(`${name}${n}`));

export function plant(): Planted {
  return {
    masterKeys: [randomBytes(32), randomBytes(32)],
    temporalApiKey: recognisable('temporal', true),
    databasePassword: recognisable('database', true),
    proxyPassword: recognisable('proxy', true),
    wrongSecrets: several('wrong', 3),
    refusedTexts: several('refused', 8),
    urlToken: recognisable('token', true),
    userInfo: recognisable('user', true),
    contentText: recognisable('content'),
  };
}

/**
 * Operations whose answers show API secrets by contract: the official clients expect them there.
 * Source: docs/contract.md §10.
 */
const SHOW_API_SECRETS = [
  'listSubAccounts',
  'createSubAccount',
  'showSubAccount',
  'updateSubAccount',
  'listAccessKeys',
  'createAccessKey',
  'updateAccessKey',
];
/** Commands that print what they have made, once. */
const PRINT_API_SECRETS = ['environment create', 'keys create'];
const PRINT_PROVISIONING_SECRET = ['account key'];

export function apiSecretCanary(secret: string): Canary {
  const mayBeIn = ({ operationId, ...place }: Place) =>
    SHOW_API_SECRETS.includes(operationId ?? '') || isPrintedBy(place, PRINT_API_SECRETS);
  return { name: 'API secret', secret: Buffer.from(secret), mayBeIn };
}

export function provisioningSecretCanary(secret: string): Canary {
  const mayBeIn = (place: Place) => isPrintedBy(place, PRINT_PROVISIONING_SECRET);
  return { name: 'provisioning secret', secret: Buffer.from(secret), mayBeIn };
}

function isPrintedBy({ kind, name }: Pick<Place, 'kind' | 'name'>, commands: readonly string[]): boolean {
  return (
    kind === 'command output' && name.endsWith('stdout') && commands.some((each) => name.startsWith(each))
  );
}

/** The audit log is kept for ever: it shows URLs without their tokens. */
const isAuditLog = ({ operationId = '' }: Place) =>
  ['listAuditLog', 'listAccountAuditLog'].includes(operationId);

export function plantedCanaries(planted: Planted): readonly Canary[] {
  const nowhere = (name: string, ...secrets: readonly (string | Buffer)[]): readonly Canary[] =>
    secrets.map((secret) => ({ name, secret: Buffer.from(secret as string) }));
  const refused = planted.refusedTexts.map((text): Canary => {
    // The answer says to the caller what is wrong with what the caller has sent.
    const mayBeIn = ({ kind, asked = '' }: Place) =>
      kind === 'API answer' && asked.includes(text.slice(0, 30));
    return { name: 'text of a refused body', secret: Buffer.from(text), mayBeIn };
  });
  return [
    ...nowhere('master key', ...planted.masterKeys),
    ...nowhere('Temporal API key', planted.temporalApiKey),
    ...nowhere('database password', planted.databasePassword),
    ...nowhere('proxy password', planted.proxyPassword),
    ...nowhere('wrong secret', ...planted.wrongSecrets),
    ...nowhere('user part of a URL', planted.userInfo),
    ...refused,
    {
      name: 'token of a notification URL',
      secret: Buffer.from(planted.urlToken),
      mayBeIn: (place) => ['database', 'API answer'].includes(place.kind) && !isAuditLog(place),
    },
    {
      name: 'content',
      secret: Buffer.from(planted.contentText),
      mayBeIn: ({ kind }) => ['database', 'API answer', 'received by customers'].includes(kind),
    },
  ];
}
