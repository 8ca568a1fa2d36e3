import { aDayOfActivity } from './support/some-activity';
import { aWaitingDelivery, sendSome } from './support/some-deliveries';
import { EXPLAINED, explainOne } from './support/explained-event';
import { itLooksRight } from './support/looks-right';
import { useConsole } from './support/test-console';

const console = useConsole();

itLooksRight(console, [
  { name: 'sign-in', show: (page) => console.goToSignIn(page) },
  {
    name: 'refused',
    show: async (page) => {
      await console.goToSignIn(page);
      await console.signIn(page, { ...console.key, apiSecret: 'wrong' });
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'first-run', show: (page) => console.goHome(page) },
  {
    name: 'health',
    show: async (page) => {
      await aDayOfActivity(console);
      await console.goHome(page);
      await page.getByRole('slider').waitFor();
    },
  },
  {
    name: 'out-of-order',
    show: async (page) => {
      await sendSome(console);
      console.api.world.healthAnswer = {
        database: 'not writable',
        temporal: { fault: 'connection refused' },
      };
      await console.goHome(page);
      await page.getByText('Not working').waitFor();
    },
  },
  {
    name: 'deliveries',
    show: async (page) => {
      await sendSome(console);
      await console.goTo(page, 'deliveries');
      await page.getByRole('table').waitFor();
    },
  },
  {
    name: 'deliveries-no-match',
    show: async (page) => {
      await sendSome(console);
      await console.goTo(page, 'deliveries?event_type=rename&event_id=nowhere');
      await page.getByText('Nothing matches').waitFor();
    },
  },
  {
    name: 'events',
    show: async (page) => {
      await sendSome(console);
      await console.goTo(page, 'events');
      await page.getByRole('table').waitFor();
    },
  },
  {
    name: 'event',
    show: async (page) => {
      await explainOne(console);
      await console.goTo(page, `events/${EXPLAINED}?trace=trg-large`);
      await page.getByRole('button', { name: 'bytes = 81234' }).click();
      await page.evaluate('scrollTo(0, 0)');
    },
  },
  {
    name: 'delivery',
    show: async (page) => {
      await aWaitingDelivery(console);
      await console.goTo(page, 'deliveries/delivery-of-upload-red-kettle');
      await page.getByRole('heading', { name: /^Refused twice/ }).waitFor();
    },
  },
  {
    name: 'delivery-request',
    show: async (page) => {
      await aWaitingDelivery(console);
      await console.goTo(page, 'deliveries/delivery-of-upload-red-kettle?attempt=1&tab=request');
      await page.getByText('These bytes were signed').waitFor();
    },
  },
  {
    name: 'delivery-compared',
    show: async (page) => {
      await aWaitingDelivery(console);
      await console.goTo(page, 'deliveries/delivery-of-upload-red-kettle?attempt=2&tab=compared');
      await page.getByText('Attempt 1 on the left').waitFor();
    },
  },
  {
    name: 'delivery-copy',
    show: async (page) => {
      await aWaitingDelivery(console);
      await console.goTo(page, 'deliveries/delivery-of-upload-red-kettle?tab=copy');
      await page.getByRole('combobox', { name: 'Program for' }).selectOption('Go');
    },
  },
  {
    name: 'shortcuts',
    show: async (page) => {
      await console.goHome(page);
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    },
  },
  {
    name: 'no-such-page',
    show: async (page) => {
      await console.goTo(page, 'nowhere');
      await page.getByRole('heading', { name: 'No such page' }).waitFor();
    },
  },
]);
