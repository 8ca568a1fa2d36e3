import type { Knex } from 'knex';
import type { ApiSettings } from '../../../src/api/app';
import { composeStores, type Stores } from '../../../src/app/stores';
import { BY } from '../builders/an-audit-entry';
import { ENVIRONMENT } from '../builders/an-environment';
import { someMasterKeys } from '../builders/some-master-keys';
import type { DatabaseKind, OpenDatabase } from '../databases/databases';
import { realStores } from './real-stores';
import { basic, TestApi } from './test-api';

/** The admin API over a real socket on real stores, in which one product environment is. */
export class StoredApi extends TestApi {
  stores!: Stores;
  environmentId = '';
  /** Of the environment's first access key. */
  authorization = '';
  private opened: OpenDatabase | undefined;

  get db(): Knex {
    if (!this.opened) throw new Error('the API was not opened');
    return this.opened.db;
  }

  async open(open: DatabaseKind['open'], settings: Partial<ApiSettings> = {}): Promise<void> {
    this.opened = await open();
    this.stores = composeStores(this.opened.db, someMasterKeys());
    const made = await this.stores.environments.create({ cloudName: ENVIRONMENT.cloudName }, BY);
    this.environmentId = made.environmentId;
    this.authorization = basic(made.apiKey, made.apiSecret);
    await this.start(settings, realStores(this.stores));
  }

  /** As the environment's first access key, unless the options say otherwise. */
  override call(line: string, options: Parameters<TestApi['call']>[1] = {}): ReturnType<TestApi['call']> {
    return super.call(line, { authorization: this.authorization, ...options });
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.opened?.close();
  }
}
