import { basic } from '../../support/services/test-api';
import { ENVIRONMENT } from '../../support/builders/an-environment';
import { OPERATIONS } from '../../support/services/documented';
import { EXERCISES } from '../support/exercise-table';
import { API_KEY, API_SECRET } from '../../support/builders/an-access-key';
import { useStoredApi } from '../../support/services/stored-api';
import { anAccount } from '../../support/builders/an-account';

const api = useStoredApi();

const ACCOUNT = anAccount();
const BESIDE_IDS: Readonly<Record<string, string>> = {
  cloud_name: ENVIRONMENT.cloudName,
  account_id: ACCOUNT.id,
};
const TAKE_IDS = OPERATIONS.filter(({ path }) => /\{(id|api_key|sub_account_id)\}/.test(path));

it.each(['%00', 'a%20b', 'caf%C3%A9', '%ff', 'x'.repeat(256)])(
  'an id that cannot be one is answered 404 by every operation: %s',
  async (id) => {
    for (const { operationId, method, path, security } of TAKE_IDS) {
      const isOfAccount = security.some((each) => 'provisioning_key' in each);
      const answer = await api.callAbsolute(
        `${method} ${path.replace(/\{(\w+)\}/g, (_, name: string) => BESIDE_IDS[name] ?? id)}`,
        {
          ...(method !== 'GET' && { json: EXERCISES[operationId]?.[0]?.json ?? {} }),
          authorization: isOfAccount ? basic(ACCOUNT.apiKey, ACCOUNT.apiSecret) : basic(API_KEY, API_SECRET),
        },
      );
      expect([operationId, answer.status, answer.code]).toEqual([operationId, 404, 'not_found']);
    }
  },
);
