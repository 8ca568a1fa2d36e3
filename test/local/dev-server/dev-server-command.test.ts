import { devServerEnvironment } from '../../../src/local/dev-server/dev-server-process';

it('the dev server is given what a program needs, and none of the settings', () => {
  const settings = {
    MASTER_KEYS: 'k=secret',
    DATABASE_URL: 'postgres://u:p@db/x',
    TEMPORAL_API_KEY: 'secret',
  };
  const given = devServerEnvironment({ PATH: '/bin', HOME: '/home/me', ...settings });
  expect(given).toMatchObject({ PATH: '/bin', HOME: '/home/me' });
  for (const name of Object.keys(settings)) expect(given).not.toHaveProperty(name);
});
