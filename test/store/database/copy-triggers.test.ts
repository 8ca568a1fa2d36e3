import { composeStores } from '../../../src/app/stores';
import { migrateDown, migrateUp } from '../../../src/store/database/migrate';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { aTrigger } from '../../support/builders/a-trigger';
import { BY } from '../../support/builders/an-audit-entry';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { databases } from '../../support/databases/databases';
import { storeDeliveries } from '../../support/databases/store-deliveries';
import { plant } from '../../support/databases/plant';
import { anEnvironment } from '../../support/builders/an-environment';

const LAST = '20261128000026_poll_messages';

it.each(databases)(
  'triggers of receivers survive it that channels come and go, on $name',
  async ({ open }) => {
    const { db, close } = await open();
    try {
      await plant(db, { environments: [anEnvironment()] });
      const { triggers, deliveries } = composeStores(db, someMasterKeys());
      const terms = { limits: { maxNotificationUrls: 30, maxTriggers: 900 }, by: BY };
      const receiver = aTrigger({
        filter: { '==': [1, 1] },
        payloadTemplate: { a: '{{raw.b}}' },
        successStatuses: '2xx',
      });
      await triggers.insert(receiver, terms);
      await triggers.insert(aTrigger({ id: 'trg2', uri: 'poll://orders', uriType: 'poll' }), terms);
      await storeDeliveries(db, [aNewDelivery({ uri: 'poll://orders', hasOwnWorkflow: false })]);

      for (let taken = ''; taken !== LAST;) [taken = LAST] = await migrateDown(db);
      expect(await db('triggers').pluck('id')).toEqual([receiver.id]);
      const ofChannel = db('triggers').insert({
        ...(await db('triggers').first()),
        id: 'x',
        uri_type: 'poll',
      });
      await expect(ofChannel).rejects.toThrow(/triggers_uri_type_known/);
      await migrateUp(db);

      expect(await triggers.list('env1')).toEqual([receiver]);
      expect((await deliveries.find('dlv1'))?.status).toBe('cancelled');
      await expect(triggers.insert({ ...receiver, id: 'trg3' }, terms)).rejects.toThrow('exists already');
      await triggers.insert(aTrigger({ id: 'trg4', uri: 'poll://orders', uriType: 'poll' }), terms);
    } finally {
      await close();
    }
  },
);
