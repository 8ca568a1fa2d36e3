import { welcome } from '../../src/setup/welcome';

const FACTS = {
  apiUrl: 'http://127.0.0.1:8080',
  temporalUiUrl: undefined,
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
