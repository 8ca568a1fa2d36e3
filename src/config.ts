import { z } from 'zod';
import {
  addressRanges,
  checkedBy,
  httpUrl,
  integer,
  list,
  nat64Prefixes,
  onOrOff,
  port,
  retentionDays,
} from './config-values';
import { FIRST_ATTEMPT_SHAPES } from './domain/deliveries/attempt';
import { DEFAULT_RETRY_DELAYS_SECONDS } from './domain/deliveries/retry-schedule';
import { maskUrl, maskPassword } from './domain/destinations/destination-url';
import { effectiveAuditDays } from './domain/retention/retention';
import type { Retention } from './domain/retention/retention';
import { LOG_LEVELS } from './logger';
import { parseEgressProxy } from './outbound/network/egress-proxy';
import { parseMasterKeys } from './store/secrets/master-keys';

const ENVIRONMENTS = ['development', 'production', 'test'] as const;

const schema = z.object({
  NODE_ENV: z
    .enum(ENVIRONMENTS, `expected one of ${ENVIRONMENTS.join(', ')}`)
    .default('development')
    .describe('`development`, `test`, or `production`, which makes `MASTER_KEYS` required'),
  HOST: z.string().min(1).default('127.0.0.1').describe('address that the admin API listens on'),
  PORT: port.default(8080).describe('port of the admin API'),
  CONSOLE: onOrOff
    .default('on')
    .describe('`on`, or `off`: whether the API serves the Console at `/console/`'),
  PUBLIC_URL: httpUrl
    .optional()
    .describe(
      'address of the API for customers, for links to the Console in failure notifications; by default `http://localhost:<PORT>`, in production none',
    ),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'expected sqlite:<file> or postgres://…')
    .optional()
    .describe('`sqlite:<file>` or `postgres://…`; by default `webhooks.db` in `DATA_DIR`'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('.data')
    .describe('folder of all that `npm start` keeps on this machine'),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s:/]+:\d+$|^https?:\/\/\S+$/, 'expected host:port')
    .optional()
    .describe('a Temporal cluster to use; without it a dev server is started'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default').describe('namespace of the workflows'),
  TEMPORAL_TASK_QUEUE: z
    .string()
    .min(1)
    .default('webhook-notifications')
    .describe('task queue of the workflows and activities'),
  TEMPORAL_PORT: port.default(7233).describe("port of the dev server's API"),
  TEMPORAL_UI_PORT: port.default(8233).describe("port of the dev server's Web UI"),
  TEMPORAL_UI_URL: httpUrl
    .optional()
    .describe('address of the Temporal UI, for links; by default the dev server’s'),
  MASTER_KEYS: checkedBy(parseMasterKeys)
    .optional()
    .describe(
      '`kid=base64[,…]`, 32 bytes each, first is active: encrypts secrets at rest; made in `DATA_DIR` in development',
    ),
  ALLOW_CIDRS: addressRanges.describe(
    'private address ranges that deliveries may reach; `npm start` sets loopback and says so',
  ),
  DENY_CIDRS: addressRanges.describe(
    'address ranges that deliveries may never reach; wins over `ALLOW_CIDRS`',
  ),
  NAT64_PREFIXES: nat64Prefixes.describe(
    'IPv6 prefixes of your NAT64: an address within one is judged by the IPv4 address that it carries',
  ),
  WEBHOOK_PROXY_URL: checkedBy(parseEgressProxy)
    .optional()
    .describe('`http(s)://[user:password@]host:port` of a filtering proxy that all deliveries go through'),
  EXTRA_CA_FILE: z
    .string()
    .optional()
    .describe('PEM file of certificate authorities that are trusted besides the bundled ones'),
  RETRY_DELAYS_SECONDS: list
    .refine((items) => items.every((item) => /^\d+$/.test(item) && Number(item) <= 86_400), {
      error: 'expected whole seconds from 0 to 86400, separated by commas',
    })
    .transform((items) => items.map(Number))
    .default([...DEFAULT_RETRY_DELAYS_SECONDS])
    .describe('waits between consecutive attempts; one attempt more than there are waits'),
  ATTEMPT_TIMEOUT_SECONDS: integer(1, 300)
    .default(20)
    .describe('deadline of one attempt, counted from before the name lookup'),
  FIRST_ATTEMPT: z
    .enum(FIRST_ATTEMPT_SHAPES, `expected one of ${FIRST_ATTEMPT_SHAPES.join(', ')}`)
    .default('delivery')
    .describe(
      'where first attempts are made: each in its `delivery`’s workflow, or quick ones in their `event`’s, which costs less',
    ),
  POLL_RETENTION_HOURS: integer(1, 8_760)
    .default(72)
    .describe('how long a notification waits in its channel for a client that acknowledges it'),
  RETENTION_DAYS: retentionDays
    .default(30)
    .describe(
      'how long events that have ended are kept, with deliveries and attempts; 0: for ever; at least 3 otherwise',
    ),
  AUDIT_RETENTION_DAYS: retentionDays
    .default(400)
    .describe('how long entries of the audit log are kept, never less than `RETENTION_DAYS`; 0: for ever'),
  STATISTICS: onOrOff
    .default('on')
    .describe(
      '`on`, or `off`: whether the worker counts what happens, for `GET /statistics` and the Console',
    ),
  OPERATION_DEADLINE_SECONDS: integer(1, 604_800)
    .default(3_600)
    .describe('deadline of an operation’s eager transformations; a missing upload gets the same once more'),
  MAX_NOTIFICATION_URLS: integer(1, 10_000)
    .default(30)
    .describe('distinct notification URLs per product environment'),
  API_REQUESTS_PER_SECOND: integer(0, 1_000_000)
    .default(100)
    .describe(
      'requests per second of one access key or account, in each process; publishing has its own; 0: no limit',
    ),
  PUBLISH_REQUESTS_PER_SECOND: integer(0, 1_000_000)
    .default(5_000)
    .describe('events, operations and reports per second of one access key, in each process; 0: no limit'),
  POLL_REQUESTS_PER_SECOND: integer(0, 1_000_000)
    .default(50)
    .describe('requests for messages per second of one access key, in each process; 0: no limit'),
  MAX_CONCURRENT_REQUESTS: integer(1, 100_000)
    .default(512)
    .describe('requests that a process works on at once, half of them of one key; the next one gets 503'),
  TRUST_PROXY: integer(0, 16)
    .default(0)
    .describe(
      'proxies in front of the API, each of which adds to `X-Forwarded-For`; 0: that header is not believed',
    ),
  DRAIN_DELAY_SECONDS: integer(0, 600)
    .default(0)
    .describe('how long the API still serves after SIGTERM while `/readyz` answers 503, for load balancers'),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `expected one of ${LOG_LEVELS.join(', ')}`)
    .default('info')
    .describe('least severe level that is logged'),
  METRICS_PORT: port
    .optional()
    .describe('port of the process’s Prometheus metrics, on `HOST`; off when not set'),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl
    .optional()
    .describe('address of an OpenTelemetry collector (OTLP over HTTP) that gets traces; off when not set'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'expected a number from 0 to 1')
    .transform(Number)
    .default(1)
    .describe('share of the traces that are sent, from 0 to 1; each one as a whole'),
  TRACE_RECEIVERS: onOrOff
    .default('off')
    .describe('`on`, or `off`: whether notifications carry the header `traceparent`, with traces on'),
});

/** Settings by their environment names. */
export type Config = z.infer<typeof schema>;
type ConfigName = keyof Config;

/** One setting as the documentation shows it. */
export interface ConfigEntry {
  readonly name: ConfigName;
  readonly description: string;
}

export const CONFIG_ENTRIES: readonly ConfigEntry[] = Object.entries(schema.shape).map(([name, field]) => ({
  name: name as ConfigName,
  description: field.description ?? '',
}));

/**
 * Names that other parts read by themselves: `@temporalio/envconfig` for the connection, the exporter of traces, the
 * engine for its programs.
 */
export const FOREIGN_CONFIG_NAMES: readonly string[] = [
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS',
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  'TEMPORAL_TLS_SERVER_NAME',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'TEMPORAL_CLI',
  'TEMPORAL_TEST_SERVER',
  'TEMPORAL_SERVER',
  'TEMPORAL_SQL_TOOL',
  'TEMPORAL_UI_SERVER',
  'WEBHOOKS_CACHE_DIR',
];

/** Every fault of a configuration, one readable line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

/**
 * Reads the settings from environment variables; an empty one counts as not set.
 *
 * @throws ConfigError with all faults at once.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => fault(issue, given));
  if (given.NODE_ENV === 'production' && given.MASTER_KEYS === undefined) {
    faults.push('MASTER_KEYS is not set: expected kid=base64[,…] when NODE_ENV is production');
  }
  if (parsed.success && given.AUDIT_RETENTION_DAYS !== undefined) faults.push(...auditFaults(parsed.data));
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  return parsed.data;
}

/** Settings whose values are not repeated in messages. */
const WITH_SECRETS = ['MASTER_KEYS', 'DATABASE_URL', 'WEBHOOK_PROXY_URL'];

function fault(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  const name = String(issue.path[0]);
  const value = WITH_SECRETS.includes(name) ? 'value' : JSON.stringify(given[name]);
  return `${name}: ${value} is not valid: ${issue.message}`;
}

/** By default the audit log is kept as long as events are; one that was told otherwise is not what was wanted. */
function auditFaults({
  RETENTION_DAYS: recordDays,
  AUDIT_RETENTION_DAYS: auditDays,
}: Config): readonly string[] {
  if (effectiveAuditDays({ recordDays, auditDays }) === auditDays) return [];
  const expected =
    recordDays === 0 ? '0, since RETENTION_DAYS is 0' : `0, or RETENTION_DAYS (${recordDays}) or more`;
  return [`AUDIT_RETENTION_DAYS: "${auditDays}" is not valid: expected ${expected}`];
}

/** `MASTER_KEYS` and what is secret in `DATABASE_URL` and `WEBHOOK_PROXY_URL` masked, for printing. */
export function maskedConfig(config: Config): Record<string, unknown> {
  return {
    ...config,
    ...(config.MASTER_KEYS === undefined ? {} : { MASTER_KEYS: '***' }),
    ...(config.DATABASE_URL === undefined ? {} : { DATABASE_URL: maskPassword(config.DATABASE_URL) }),
    ...(config.WEBHOOK_PROXY_URL === undefined
      ? {}
      : { WEBHOOK_PROXY_URL: maskUrl(config.WEBHOOK_PROXY_URL) }),
  };
}

/** For how long what has ended is kept. */
export function retentionOf({ RETENTION_DAYS, AUDIT_RETENTION_DAYS }: Config): Retention {
  return { recordDays: RETENTION_DAYS, auditDays: AUDIT_RETENTION_DAYS };
}
