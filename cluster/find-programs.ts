import {
  findDevServerCli,
  type EngineEnvironment,
  findTemporalProgram,
} from '../src/local/engines/temporal-programs';
import type { TemporalPrograms } from './temporal-server';

/** Finds or builds what a Temporal cluster consists of; the first time that takes minutes. @throws Error when it cannot be. */
export async function findPrograms(engine: EngineEnvironment): Promise<TemporalPrograms> {
  return {
    cli: await findDevServerCli(engine),
    server: await findTemporalProgram('server', engine),
    sqlTool: await findTemporalProgram('sqlTool', engine),
  };
}

/** The server of the Temporal UI, without which a cluster works too: `undefined` when it cannot be had. */
export async function findUi(engine: EngineEnvironment): Promise<string | undefined> {
  try {
    return await findTemporalProgram('ui', engine);
  } catch (error) {
    engine.report(`without the Temporal UI: ${(error as Error).message}`);
    return undefined;
  }
}
