import type { Engine } from '../arena/engine';
import type { FirstAttempt } from '../options/parse-options';

/** Settings of the service by which several of its shapes share one engine and disturb each other's work in nothing. */
export function productSettings({
  name,
  engine,
}: {
  readonly name: FirstAttempt;
  readonly engine: Pick<Engine, 'address' | 'namespace'>;
}) {
  return {
    HOST: '127.0.0.1',
    TEMPORAL_ADDRESS: engine.address,
    TEMPORAL_NAMESPACE: engine.namespace,
    TEMPORAL_TASK_QUEUE: `bench-${name}`,
    ALLOW_CIDRS: '127.0.0.0/8',
    LOG_LEVEL: 'warn',
    FIRST_ATTEMPT: name,
  };
}
