import { TestApi, basic } from './api';
import { ACCOUNT_ID, PROVISIONING_KEY, PROVISIONING_SECRET } from './fake-provisioning';

type Options = Parameters<TestApi['callAbsolute']>[1];

/** The provisioning API of one account, over a real socket. */
export class AccountApi extends TestApi {
  /** Calls a path of the account, for instance `GET /sub_accounts`. */
  override async call(line: string, options: Options = {}) {
    const [method, path] = line.split(' ');
    const authorization = basic(PROVISIONING_KEY, PROVISIONING_SECRET);
    return this.callAbsolute(`${method} /v1_1/provisioning/accounts/${ACCOUNT_ID}${path}`, {
      authorization,
      ...options,
    });
  }
}
