import type { Knex } from 'knex';
import type { ApiDependencies, ApiSettings } from '../../../src/api/app';
import { composeStores, type Stores } from '../../../src/app/stores';
import type { Delivery } from '../../../src/domain/deliveries/delivery';
import type { Event } from '../../../src/domain/events/event';
import { aClock, NOW } from '../builders/a-clock';
import { anAccessKey } from '../builders/an-access-key';
import { anAccount } from '../builders/an-account';
import { anEnvironment, ENVIRONMENT } from '../builders/an-environment';
import { someMasterKeys } from '../builders/some-master-keys';
import { sqlite, type DatabaseKind } from '../databases/databases';
import { plant, type Nouns } from '../databases/plant';
import { useDatabase } from '../databases/use-database';
import { realStores } from './real-stores';
import { basic, TestApi } from './test-api';

type Parts = ReturnType<typeof realStores>;

/** What the API of a test begins with. */
interface Beginning {
  readonly open?: DatabaseKind['open'];
  readonly settings?: Partial<ApiSettings>;
  /** In the database; by default one product environment and the access key that calls. */
  readonly nouns?: Nouns;
}

const ONE_ENVIRONMENT: Nouns = {
  accounts: [anAccount()],
  environments: [anEnvironment()],
  accessKeys: [anAccessKey()],
};

/** Starts the API over a real socket, on real stores, for each test of the present `describe`. Its clock stands still. */
export function useStoredApi({
  open = sqlite.open,
  settings,
  nouns = ONE_ENVIRONMENT,
}: Beginning = {}): StoredApi {
  const database = useDatabase(open);
  const api = new StoredApi();
  beforeEach(async () => {
    await plant(database.db, nouns);
    await api.begin(database.db, settings);
  });
  afterEach(() => api.stop());
  return api;
}

/** The API on real stores. What is not a database is played by `world`. */
export class StoredApi extends TestApi {
  readonly clock = aClock();
  db!: Knex;
  stores!: Stores;

  async begin(db: Knex, settings?: Partial<ApiSettings>): Promise<void> {
    this.clock.at = NOW;
    this.db = db;
    this.stores = composeStores(db, someMasterKeys(), this.clock.now);
    await this.restart(settings);
  }

  /** Starts the API anew on what is stored. @param change gives parts in place of some that it has. */
  async restart(
    settings?: Partial<ApiSettings>,
    change: (parts: Parts) => Partial<ApiDependencies> = () => ({}),
  ) {
    await this.stop();
    const parts = realStores(
      faultyWhile(() => this.world.databaseFault, this.stores),
      this.clock.now,
    );
    await this.start(settings, { ...parts, ...change(parts) });
  }

  /** Stores nouns as they are. */
  plant(nouns: Nouns): Promise<void> {
    return plant(this.db, nouns);
  }

  /** What there is in {@link ENVIRONMENT}, oldest first. */
  triggers(): ReturnType<Stores['triggers']['list']> {
    return this.stores.triggers.list(ENVIRONMENT.id);
  }

  /** What was published in {@link ENVIRONMENT}, oldest first. */
  async events(): Promise<readonly Event[]> {
    return (await this.stores.events.listWhole(ENVIRONMENT.id, { limit: 200 })).toReversed();
  }

  /** @throws when it is not there. */
  async delivery(id = 'dlv1'): Promise<Delivery> {
    const delivery = await this.stores.deliveries.findOf(ENVIRONMENT.id, id);
    if (!delivery) throw new Error(`there is no delivery ${id}`);
    return delivery;
  }

  /** Of {@link ENVIRONMENT}, newest first. */
  auditEntries(): ReturnType<Stores['auditLog']['list']> {
    return this.stores.auditLog.list({ environmentId: ENVIRONMENT.id }, { limit: 100 });
  }

  /** Calls a path of the account with its provisioning key, for instance `GET /sub_accounts`. */
  callAccount(line: string, options: Parameters<TestApi['call']>[1] = {}): ReturnType<TestApi['call']> {
    const [method, path] = line.split(' ');
    const { id, apiKey, apiSecret } = anAccount();
    return this.callAbsolute(`${method} /v1_1/provisioning/accounts/${id}${path}`, {
      authorization: basic(apiKey, apiSecret),
      ...options,
    });
  }
}

/** Has every function of stores throw the fault, while there is one. */
function faultyWhile<Part extends object>(fault: () => Error | undefined, part: Part): Part {
  return new Proxy(part, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value === 'function') {
        return async (...args: readonly unknown[]): Promise<unknown> => {
          const thrown = fault();
          if (thrown) throw thrown;
          return Reflect.apply(value, target, args);
        };
      }
      return typeof value === 'object' && value !== null ? faultyWhile(fault, value) : value;
    },
  });
}
