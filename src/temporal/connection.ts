import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { SEARCH_ATTRIBUTES } from '../workflows/contract';

/**
 * Says in words why a Temporal server was not reached.
 *
 * @param text the client library's message: the debug form of nested Rust errors.
 */
export function explainConnectionFailure(text: string): string {
  if (/h2 protocol error|Http2/.test(text))
    return 'what answers there does not speak gRPC, or not without TLS';
  const tlsFault = /kind: InvalidData, error: (\w+(?:\(\w+\))?)/.exec(text)?.[1];
  if (tlsFault !== undefined) return `TLS failed: ${tlsFault}`;
  const quoted = [...text.matchAll(/(?:message|error): "([^"]+)"/g)].at(-1)?.[1];
  return quoted ?? text.split('\n', 1)[0] ?? text;
}

const CONNECT_DEADLINE_MS = 10_000;

/**
 * Connects to a Temporal server. Address, TLS and API key come from the environment's names that
 * every Temporal tool knows; `address` wins where it is given.
 *
 * @throws Error, one readable line, when the server does not answer.
 */
export async function connectTemporal(
  env: Readonly<Record<string, string | undefined>>,
  address: string,
): Promise<NativeConnection> {
  const { connectionOptions } = loadClientConnectConfig({ overrideEnvVars: definedOnly(env) });
  const connecting = NativeConnection.connect({ ...connectionOptions, address });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${CONNECT_DEADLINE_MS / 1000} s`)),
      CONNECT_DEADLINE_MS,
    );
  });
  try {
    return await Promise.race([connecting, late]);
  } catch (cause) {
    void connecting.then((connection) => connection.close()).catch(() => undefined);
    throw new Error(
      `TEMPORAL_ADDRESS "${address}": cannot be reached: ${explainConnectionFailure((cause as Error).message)}`,
      {
        cause,
      },
    );
  } finally {
    clearTimeout(timer);
  }
}

function definedOnly(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

const DEADLINE_MS = 2_000;

/** Asks the Temporal server for a sign of life. @throws when it does not answer within 2 s. */
export async function checkTemporal(connection: NativeConnection): Promise<void> {
  await connection.withDeadline(Date.now() + DEADLINE_MS, () => connection.workflowService.getSystemInfo({}));
}

const KEYWORD = 2;

/**
 * Adds our search attributes to a namespace that lacks them: without them no workflow could start.
 *
 * @throws Error, one readable line, when they are missing and cannot be added.
 */
export async function ensureSearchAttributes(
  { operatorService }: NativeConnection,
  namespace: string,
): Promise<void> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(SEARCH_ATTRIBUTES).filter((name) => !(name in customAttributes));
  if (missing.length === 0) return;
  try {
    await operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
    });
  } catch (cause) {
    throw new Error(
      `Temporal namespace "${namespace}" lacks the search attributes ${missing.join(', ')} (type Keyword) and they could not be added: ${(cause as Error).message}`,
      { cause },
    );
  }
}
