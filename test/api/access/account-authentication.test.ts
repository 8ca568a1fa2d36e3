import { basic } from '../../support/services/test-api';
import { anEnvironment, ENVIRONMENT } from '../../support/builders/an-environment';
import { API_KEY, API_SECRET } from '../../support/builders/an-access-key';
import { anAccount } from '../../support/builders/an-account';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

const account = anAccount();
const ACCOUNT = `/v1_1/provisioning/accounts/${account.id}`;
const right = basic(account.apiKey, account.apiSecret);

describe('authentication of the provisioning API', () => {
  it('lets a request pass with the provisioning key of the account', async () => {
    expect((await api.callAccount('GET /sub_accounts')).status).toBe(200);
  });

  it.each([
    ['no credentials', undefined],
    ['a wrong secret', basic(account.apiKey, 'wrong')],
    ['an unknown key', basic('1', account.apiSecret)],
    ['an access key of one of its product environments', basic(API_KEY, API_SECRET)],
    ['another scheme', 'Bearer abc'],
  ])('answers %s with 401 and the challenge, always in the same words', async (_case, authorization) => {
    const answer = await api.callAccount('GET /sub_accounts', { authorization });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('WWW-Authenticate')).toBe('Basic realm="account", charset="UTF-8"');
    expect(answer.json).toEqual({
      error: {
        code: 'unauthorized',
        message:
          'Invalid credentials. Authorization: expected HTTP Basic with the provisioning API key of this account and its secret',
      },
    });
  });

  it.each([
    `GET ${ACCOUNT}/sub_accounts`,
    `POST ${ACCOUNT}/sub_accounts`,
    `GET ${ACCOUNT}/sub_accounts/1`,
    `PUT ${ACCOUNT}/sub_accounts/1`,
    `DELETE ${ACCOUNT}/sub_accounts/1`,
    `GET ${ACCOUNT}/users`,
    `GET ${ACCOUNT}/sub_accounts/1/access_keys`,
    `POST ${ACCOUNT}/sub_accounts/1/access_keys`,
    `DELETE ${ACCOUNT}/sub_accounts/1/access_keys`,
    `PUT ${ACCOUNT}/sub_accounts/1/access_keys/1`,
    `DELETE ${ACCOUNT}/sub_accounts/1/access_keys/1`,
    `GET ${ACCOUNT}/no-such-path`,
    `GET ${ACCOUNT.toUpperCase()}/SUB_ACCOUNTS`,
    'GET /v1_1/provisioning/accounts/',
    'GET /v1_1/provisioning/accounts/%00/sub_accounts',
    'GET /v1_1/provisioning/accounts/%zz/sub_accounts',
    `GET /v1_1/%70rovisioning/accounts/${account.id}/sub_accounts`,
    'GET /v1_1/provisioning/triggers',
    'GET /v1_1/provisioning/accounts',
  ])('guards %s', async (line) => {
    expect((await api.callAbsolute(line, { authorization: undefined })).status).toBe(401);
  });

  it('refuses the key for another account', async () => {
    const path = 'GET /v1_1/provisioning/accounts/00000000-0000-4000-8000-000000000000/sub_accounts';
    expect((await api.callAbsolute(path, { authorization: right })).status).toBe(401);
  });

  it('refuses the key for the product environments’ own paths', async () => {
    const path = `GET /v1_1/${ENVIRONMENT.cloudName}/triggers`;
    expect((await api.callAbsolute(path, { authorization: right })).status).toBe(401);
  });

  it.each([
    'GET /sub_accounts/theirs',
    'PUT /sub_accounts/theirs',
    'GET /sub_accounts/theirs/access_keys',
    'POST /sub_accounts/theirs/access_keys',
    'DELETE /sub_accounts/theirs/access_keys?name=a',
    'PUT /sub_accounts/theirs/access_keys/1',
    'DELETE /sub_accounts/theirs/access_keys/1',
  ])('answers %s, which another account has, with 404', async (line) => {
    const theirs = { id: 'theirs', cloudName: 'theirs', accountId: 'other' };
    await api.plant({ environments: [anEnvironment(theirs)] });
    const answer = await api.callAccount(line);
    expect([answer.status, answer.code]).toEqual([404, 'not_found']);
    expect(answer.message).toBe(
      'sub_account_id: got "theirs", expected the id of a sub-account of this account',
    );
  });

  it('answers 404 and 405 for what does not exist, once authenticated', async () => {
    expect((await api.callAccount('GET /no-such-path')).status).toBe(404);
    const answer = await api.callAccount('PATCH /sub_accounts/1');
    expect([answer.status, answer.headers.get('Allow')]).toEqual([405, 'DELETE, GET, HEAD, PUT']);
  });

  it.each([
    'GET /users',
    'POST /users',
    'GET /users/1',
    'DELETE /user_groups/1',
    'POST /user_groups/1/users/2',
    'GET /USER_GROUPS/',
  ])('answers 404 to %s, and says that it is out of scope', async (line) => {
    const answer = await api.callAccount(line);
    expect([answer.status, answer.code]).toEqual([404, 'not_found']);
    expect(answer.message).toContain(
      'users and user groups are out of the scope of this service, which has none',
    );
  });
});
