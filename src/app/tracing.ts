import { createRequire } from 'node:module';
import path from 'node:path';
import type { ActivityDependencies } from '../activities';
import { ConfigError, type Config } from '../config';
import type { Logger } from '../logger';
import type { ServiceMetrics } from '../metrics/service-metrics';
import type { TraceExporter } from '../tracing/spans';
import { workTracing } from '../tracing/trace-work';
import { PRODUCT, VERSION } from '../version';

/** A package of its own, which brings the libraries of OpenTelemetry: operators who want traces install it. */
const PROGRAM = path.resolve(__dirname, '../../../packages/tracing/dist/cjs/index.js');

/** How the traces of a process are made. */
export interface Tracing {
  readonly exporter: TraceExporter;
  /** Whether notifications carry the header `traceparent`. */
  readonly reachesReceivers: boolean;
}

interface TracingPackage {
  createExporter(options: {
    readonly endpoint: string;
    readonly serviceName: string;
    readonly serviceVersion: string;
    readonly sampledShare: number;
    /** Told after each attempt to send spans. */
    readonly onSent: (failure: string | undefined) => void;
  }): TraceExporter;
}

type Settings = Pick<Config, 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'OTEL_TRACES_SAMPLER_ARG' | 'TRACE_RECEIVERS'>;

/**
 * Begins to send traces, if a collector is set.
 *
 * @param program of the package.
 * @throws ConfigError when one is set and the package is not installed.
 */
export function openTracing(config: Settings, logger: Logger, program = PROGRAM): Tracing | undefined {
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  const exporter = load(program).createExporter({
    endpoint,
    serviceName: PRODUCT,
    serviceVersion: VERSION,
    sampledShare: config.OTEL_TRACES_SAMPLER_ARG,
    onSent: warnOnce(logger),
  });
  return { exporter, reachesReceivers: config.TRACE_RECEIVERS === 'on' };
}

function load(program: string): TracingPackage {
  try {
    return createRequire(__filename)(program) as TracingPackage;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new ConfigError([
      'OTEL_EXPORTER_OTLP_ENDPOINT: is set, expected packages/tracing to be installed: run "npm ci --prefix packages/tracing", or unset it',
    ]);
  }
}

/** A collector that is away would otherwise fill the log. */
function warnOnce(logger: Logger): (failure: string | undefined) => void {
  let isAway = false;
  return (failure) => {
    if (failure !== undefined && !isAway) {
      logger.warn('could not send traces to the collector; those of this time are lost', { reason: failure });
    }
    isAway = failure !== undefined;
  };
}

type WorkObservers = Pick<ActivityDependencies, 'eventResolved' | 'attemptRecorded' | 'traceparentOf'>;

/** Whom the activities tell of their work: the metrics, and the traces where they are on. */
export function workObservers(metrics: ServiceMetrics, tracing: Tracing | undefined): WorkObservers {
  const traces = tracing && workTracing(tracing.exporter);
  return {
    eventResolved(event, resolution, begunAt) {
      metrics.eventResolved(event, resolution);
      traces?.eventResolved(event, resolution, begunAt);
    },
    attemptRecorded(recorded) {
      metrics.firstAttemptRecorded(recorded);
      traces?.attemptRecorded(recorded);
    },
    ...(traces && tracing.reachesReceivers && { traceparentOf: traces.traceparentOf }),
  };
}
