import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { startReceiver, type Receiver } from '../support/receivers/receiver';
import { freePort } from '../support/services/free-port';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* What a running service shows Prometheus, and whether the dashboard, the alerts and the documentation name only that. */

const ROOT = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
}
interface AlertRules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
}

const dashboard = JSON.parse(read('docker/grafana/webhooks.json')) as Dashboard;
const alerts = (parse(read('docker/prometheus/alerts.yml')) as AlertRules).groups.flatMap(
  ({ rules }) => rules,
);
const PAGE = read('docs/operations.md').split('## What to watch')[1]?.split('\n## ')[0] ?? '';

/** Every name of a metric in a text. */
const metricsIn = (text: string) => [
  ...new Set(text.match(/\b(?:webhooks|temporal|http_server)_[a-z_]+(?![a-z_.]*\.json)/g)),
];

let service: Service;
let receiver: Receiver;
let metricsUrl: string;
let scrape: string;

const scraped = async () => (await fetch(metricsUrl)).text();

/** The value of a series; `undefined` when there is none. */
function valueOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

beforeAll(async () => {
  receiver = await startReceiver(({ path: asked }) => (asked.startsWith('/refuse') ? 503 : 200));
  const port = await freePort();
  metricsUrl = `http://127.0.0.1:${port}/metrics`;
  service = await Service.start({ METRICS_PORT: String(port), RETRY_DELAYS_SECONDS: '1' });
  const publish = (id: string, resource: string) =>
    service.call('POST', '/events', {
      event_id: id,
      event_type: 'upload',
      payload: {},
      request: { notification_url: new URL(resource, receiver.url).href },
    });
  for (const id of ['one', 'one', 'two']) await publish(id, '/accept');
  await publish('refused', '/refuse');
  await service.call('POST', '/events', { event_id: 'nobody', event_type: 'rename', payload: {} });
  await waitUntil('every delivery has ended, and every event is resolved', async () => {
    scrape = await scraped();
    return (
      valueOf(scrape, 'webhooks_deliveries_finished_total{status="delivered"}') === 2 &&
      valueOf(scrape, 'webhooks_deliveries_finished_total{status="failed"}') === 1 &&
      valueOf(scrape, 'webhooks_events_told_nobody_total{event_type="rename"}') === 1
    );
  });
}, 90_000);
afterAll(async () => {
  await service.dispose();
  await receiver.close();
}, 60_000);

it.each([
  ['events that were accepted', 'webhooks_events_accepted_total{event_type="upload"}', 3],
  ['events that were sent again', 'webhooks_events_duplicate_total{event_type="upload"}', 1],
  [
    'attempts that were accepted',
    'webhooks_attempts_total{outcome="delivered",error_code="",status_class="2xx",attempt="1"}',
    2,
  ],
  [
    'attempts that were refused, by their number',
    'webhooks_attempts_total{outcome="rejected",error_code="http_status",status_class="5xx",attempt="2"}',
    1,
  ],
  ['how long attempts last', 'webhooks_attempt_duration_seconds_count{outcome="delivered"}', 2],
  ['the lateness of further attempts', 'webhooks_retry_lateness_seconds_count', 1],
  ['the time to resolve events', 'webhooks_event_resolve_seconds_count', 4],
  ['the time from events to first attempts', 'webhooks_event_to_first_attempt_seconds_count', 3],
  ['no place in use when nothing is sent', 'webhooks_destination_places_in_use', 0],
  [
    'answers of the API by route, without names',
    'http_server_request_duration_seconds_count{http_route="/v1_1/:cloud_name/events",http_request_method="POST",http_response_status_code="202"}',
    4,
  ],
])('shows %s', (_what, series, value) => {
  expect(valueOf(scrape, series)).toBe(value);
});

it('shows what waits, counted at the start', () => {
  for (const phase of ['sending', 'waiting']) {
    expect(valueOf(scrape, `webhooks_deliveries_pending{phase="${phase}"}`)).toBeGreaterThanOrEqual(0);
  }
  expect(valueOf(scrape, 'webhooks_oldest_unstarted_event_age_seconds')).toBe(0);
  expect(valueOf(scrape, 'webhooks_failing_destination_hosts')).toBe(0);
  expect(valueOf(scrape, 'webhooks_console_sessions')).toBe(0);
});

it('times statements of each kind', () => {
  for (const operation of ['select', 'insert', 'update']) {
    expect(valueOf(scrape, `webhooks_database_seconds_count{operation="${operation}"}`)).toBeGreaterThan(0);
  }
});

it('names no host, product environment, event or delivery', () => {
  const own = scrape.split('\n').filter((line) => /^(webhooks|http_server)_/.test(line));
  expect(own.length).toBeGreaterThan(50);
  const { host } = new URL(receiver.url);
  expect(
    own.filter((line) => [host, '"demo"', 'refused', '/accept'].some((word) => line.includes(word))),
  ).toEqual([]);
});

it('answers 404 to any other path', async () => {
  expect((await fetch(new URL('/', metricsUrl))).status).toBe(404);
});

const isKnown = (name: string) =>
  scrape.includes(`# TYPE ${name.replace(/_(bucket|count|sum)$/, '')} `) ||
  scrape.includes(`# TYPE ${name} `);

it('the dashboard asks only for metrics that exist, and each panel for some', () => {
  const panels = dashboard.panels.filter(({ targets }) => targets !== undefined);
  expect(panels.length).toBeGreaterThan(15);
  const asked = panels.map(({ title, targets = [] }) => ({
    title,
    metrics: targets.flatMap(({ expr }) => metricsIn(expr)),
  }));
  expect(asked.filter(({ metrics }) => metrics.length === 0)).toEqual([]);
  expect(asked.filter(({ metrics }) => !metrics.every(isKnown))).toEqual([]);
  expect(dashboard.templating.list.map(({ name }) => name)).toEqual(['datasource', 'event_type']);
});

it('the alerts ask only for metrics that exist, and the documentation says of each what to do', () => {
  expect(alerts.length).toBeGreaterThan(4);
  expect(
    alerts.filter(({ expr }) => metricsIn(expr).length === 0 || !metricsIn(expr).every(isKnown)),
  ).toEqual([]);
  const documented = [...PAGE.matchAll(/^\| `(Webhooks\w+)`/gm)].map(([, name]) => name);
  expect(documented.sort()).toEqual(alerts.map(({ alert }) => alert).sort());
});

it('the documentation lists exactly the metrics of the service, with their labels', () => {
  const rows = [...PAGE.matchAll(/^\| `((?:webhooks|http_server)_\w+)` *\| ([^|]*) \|/gm)];
  const documented = rows.map(([, name]) => name);
  const shown = [...scrape.matchAll(/^# TYPE ((?:webhooks|http_server)_\w+) /gm)].map(([, name]) => name);
  expect(documented.sort()).toEqual(shown.sort());
  const labelsOf = (text: string | undefined) =>
    [...(text ?? '').matchAll(/`(\w+)`/g)].map(([, label]) => label);
  for (const [, name, labels] of rows) {
    const line = scrape.split('\n').find((each) => new RegExp(`^${name}(_count)?\\{`).test(each));
    if (line === undefined) continue;
    expect([name, ...[...line.matchAll(/(\w+)="/g)].map(([, label]) => label).sort()]).toEqual([
      name,
      ...labelsOf(labels).sort(),
    ]);
  }
});
