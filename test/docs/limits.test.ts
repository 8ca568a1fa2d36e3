import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PREFIXES } from '../../src/api/route/route';
import { readConfig } from '../../src/config';
import { ROUTES } from '../support/services/documented';
import { useStoredApi } from '../support/services/stored-api';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/limits.md'), 'utf8');
const config = readConfig({});

it('shows the defaults', () => {
  const rows = [...PAGE.matchAll(/`(\w+_PER_SECOND)` +\| (\d+) /g)];
  expect(rows.map(([, name, value]) => [name, Number(value)])).toEqual([
    ['PUBLISH_REQUESTS_PER_SECOND', config.PUBLISH_REQUESTS_PER_SECOND],
    ['POLL_REQUESTS_PER_SECOND', config.POLL_REQUESTS_PER_SECOND],
    ['API_REQUESTS_PER_SECOND', config.API_REQUESTS_PER_SECOND],
  ]);
  const [, atOnce] = /`MAX_CONCURRENT_REQUESTS` requests at once, (\d+) by default/.exec(PAGE) ?? [];
  expect(Number(atOnce)).toBe(config.MAX_CONCURRENT_REQUESTS);
  const [, proxies] =
    /`TRUST_PROXY` is the number of proxies in front of the API, (\d+) by default/.exec(PAGE) ?? [];
  expect(Number(proxies)).toBe(config.TRUST_PROXY);
});

it('names the requests that count as publishing, as they are counted', () => {
  const [row = ''] = /^\| publishing: .*$/m.exec(PAGE) ?? [];
  const counted = ROUTES.filter(({ rate }) => rate === 'publishing').map(
    ({ method, path: route }) => `${method.toUpperCase()} ${route.replace(PREFIXES.environment, '')}`,
  );
  const reports = counted.filter((line) => /^POST \/operations\/:id\/\w+$/.test(line));
  const others = counted.filter((line) => !reports.includes(line));
  expect(reports.length).toBe(3);
  expect(row).toContain('reports on operations');
  expect([...row.matchAll(/`(\w+ \/[^`]+)`/g)].map(([, line]) => line).sort()).toEqual(others.sort());
});

const api = useStoredApi();

it('names the headers of every authenticated answer', async () => {
  const { headers } = await api.call('GET /triggers');
  const named = [...PAGE.matchAll(/^\| `(X-[\w-]+)`/gm)].map(([, name = '']) => name.toLowerCase());
  expect(named.sort()).toEqual([...headers.keys()].filter((name) => name.startsWith('x-feature')).sort());
});
