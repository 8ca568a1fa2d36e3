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
