import { createDeliveryStore } from '../../../src/store/deliveries/delivery-store';
import { migrateDown, migrateUp } from '../../../src/store/database/migrate';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { databases } from '../../support/databases/databases';
import { storeDeliveries } from '../../support/databases/store-deliveries';
import { plant } from '../../support/databases/plant';
import { anEnvironment } from '../../support/builders/an-environment';

const LAST = '20261128000015_delivery_details';

const HOSTS = {
  a: ['https://hooks.example.com/cld?x=https://other.example/', 'hooks.example.com'],
  b: ['http://127.0.0.1:9000/', '127.0.0.1'],
  c: ['https://[2001:db8::1]:8443/hook', '[2001:db8::1]'],
  d: ['https://[2001:db8::1]/hook', '[2001:db8::1]'],
  e: ['https://hooks.example.com:8443/a:b@c', 'hooks.example.com'],
} as const;

it.each(databases)(
  'deliveries of before get the host of their URL, as new ones have it, on $name',
  async ({ open }) => {
    const { db, close } = await open();
    try {
      await plant(db, { environments: [anEnvironment()] });
      await storeDeliveries(
        db,
        Object.entries(HOSTS).map(([id, [uri]]) => aNewDelivery({ id, uri })),
      );
      const hosts = async () => {
        const rows = await db('deliveries').select('id', 'destination_host').orderBy('id');
        return rows.map((row: { destination_host: unknown }) => row.destination_host);
      };
      const stored = await hosts();
      expect(stored).toEqual(Object.values(HOSTS).map(([, host]) => host));
      for (let taken = ''; taken !== LAST;) [taken = LAST] = await migrateDown(db);
      await migrateUp(db);
      expect(await hosts()).toEqual(stored);
      expect(await createDeliveryStore(db).count('env1', { destinationHost: '[2001:db8::1]' })).toMatchObject(
        {
          total: 2,
        },
      );
    } finally {
      await close();
    }
  },
);
