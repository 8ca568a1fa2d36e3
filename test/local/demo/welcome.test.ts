import { execFileSync } from 'node:child_process';
import { welcome } from '../../../src/local/demo/demo-environment';

const FACTS = {
  apiUrl: 'http://127.0.0.1:8080',
  temporalUiUrl: undefined,
  hasConsole: true,
  demo: { cloudName: 'demo', credentialsFile: 'demo.json', netrcFile: 'netrc' },
};

it('prints a session only where a receiver on this machine may be told', () => {
  const printed = welcome({ ...FACTS, allowCidrs: [], allowsLoopback: false });
  expect(printed).not.toContain('curl -sS');
  expect(printed).toContain('start it with\nALLOW_CIDRS=127.0.0.0/8,::1/128');
  expect(welcome({ ...FACTS, allowCidrs: ['127.0.0.0/8'], allowsLoopback: true })).toContain('curl -sS');
});

it('tells the receiver where the keys are when they are not at the default address', () => {
  const receiverFor = (apiUrl: string) =>
    /node examples\/receiver\.mjs.*/.exec(
      welcome({ ...FACTS, apiUrl, allowCidrs: [], allowsLoopback: true }),
    )?.[0];
  expect(receiverFor('http://127.0.0.1:8080')).toBe('node examples/receiver.mjs');
  expect(receiverFor('http://127.0.0.1:9999')).toBe(
    'node examples/receiver.mjs 9000 http://127.0.0.1:9999/v1_1/demo/webhook_keys',
  );
});

it.each(["/tmp/o'neil's own data/netrc", '.data/netrc', '/tmp/$(id)/netrc'])(
  'prints commands that a shell takes as they are, with the file %s',
  (netrcFile) => {
    const demo = { ...FACTS.demo, netrcFile };
    const printed = welcome({ ...FACTS, demo, allowCidrs: [], allowsLoopback: true });
    const commands = printed.replaceAll('\\\n', '').match(/^ +curl .*$/gm) ?? [];
    // A "curl" that prints its words, each on a line.
    const script = ['curl() { printf "%s\\n" "$@"; }', ...commands].join('\n');
    const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n');
    expect(commands).toHaveLength(5);
    expect(words.filter((word) => word === netrcFile)).toHaveLength(5);
    expect(
      words.filter((word) => word.startsWith('http')).map((word) => word.slice(FACTS.apiUrl.length)),
    ).toEqual([
      '/v1_1/demo/triggers',
      '/v1_1/demo/events',
      '/v1_1/demo/events/first',
      '/v1_1/demo/events',
      '/v1_1/demo/deliveries?status=pending',
    ]);
  },
);

it('says where the Console is and how to sign in, unless it is turned off', () => {
  const printed = (facts: Partial<Parameters<typeof welcome>[0]>) =>
    welcome({ ...FACTS, allowCidrs: [], allowsLoopback: true, ...facts });
  expect(printed({})).toContain(
    '  Console        http://127.0.0.1:8080/console/ (sign in with "demo", api_key and api_secret of demo.json)\n  API ',
  );
  expect(printed({ apiUrl: 'http://0.0.0.0:8080' })).toContain(' http://localhost:8080/console/ ');
  expect(printed({ apiUrl: 'http://[::]:8080' })).toContain(' http://localhost:8080/console/ ');
  expect(printed({ hasConsole: false })).not.toContain('Console');
});
