import type { ClusterOptions } from './cluster-options';
import type { ProcessStarter } from './process-starter';
import { temporalDevServerSpec } from './temporal-dev-server';
import { makeTemporalNamespace, makeTemporalSchema, temporalServerSpec } from './temporal-server';
import { temporalUiSpec } from './temporal-ui';

export const NAMESPACE = 'default';

export interface StartedTemporal {
  readonly port: number;
  readonly uiUrl: string | undefined;
}

/** Starts a Temporal server with its tables, namespace and UI, or a dev server, which brings all of that. */
export async function startTemporal(
  starter: ProcessStarter,
  { folder, temporal, env, report }: ClusterOptions,
  postgres: { readonly port: number; readonly password: string },
): Promise<StartedTemporal> {
  const port = await starter.portOf('temporal');
  const uiPort = await starter.portOf('temporal-ui');
  const uiUrl = `http://127.0.0.1:${uiPort}`;
  const common = { folder, port, namespace: NAMESPACE, env };
  if (temporal.kind === 'dev server') {
    await starter.start('temporal', temporalDevServerSpec({ ...common, cli: temporal.cli, uiPort }));
    return { port, uiUrl };
  }
  const server = { ...common, programs: temporal.programs, postgres };
  report('making the tables of Temporal');
  await makeTemporalSchema(server);
  await starter.start('temporal', await temporalServerSpec(server));
  report('making the namespace of Temporal');
  await makeTemporalNamespace(server);
  if (temporal.ui === undefined) return { port, uiUrl: undefined };
  const ui = { program: temporal.ui, folder, port: uiPort, temporalAddress: `127.0.0.1:${port}`, env };
  await starter.start('temporal-ui', temporalUiSpec(ui));
  return { port, uiUrl };
}
