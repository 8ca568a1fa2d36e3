import { formatJson } from '../../src/console/pages/trigger/format-json';
import { addSomeUrls } from './support/some-urls';
import { answerTest } from './support/answer-test';
import { changeSomeKeys, checkSomething } from './support/some-keys';
import { editFilter } from './support/editing';
import { explainOne, LARGE } from './support/explained-event';
import { itLooksRight } from './support/looks-right';
import { sendFailed, someBulkActions } from './support/some-bulk-actions';
import { sendSome } from './support/some-deliveries';
import { someFailures } from './support/some-failures';
import { useConsole } from './support/test-console';

const console = useConsole();

itLooksRight(console, [
  {
    name: 'webhooks',
    show: async (page) => {
      await sendSome(console);
      await addSomeUrls(console);
      await someFailures(console);
      await console.goTo(page, 'settings/webhooks');
      await page.getByText('Default - All notifications').waitFor();
      await page.getByText('Recovered', { exact: true }).first().waitFor();
      await page.getByText('Answered 401, once').waitFor();
      await page.getByText('signs now').waitFor();
    },
  },
  {
    name: 'trigger-filter',
    show: async (page) => {
      await explainOne(console);
      await console.goTo(page, 'triggers/trg-large');
      await editFilter(page, formatJson(LARGE));
      await page.getByRole('button', { name: 'bytes = 81234' }).click();
      await page.evaluate('scrollTo(0, 0)');
    },
  },
  {
    name: 'trigger-fault',
    show: async (page) => {
      await explainOne(console);
      await console.goTo(page, 'triggers/trg-large');
      await editFilter(page, '{ "and": [\n  { "log": [1] }\n] }');
      await page.getByText('one of the operators').first().waitFor();
    },
  },
  {
    name: 'trigger-template',
    show: async (page) => {
      await explainOne(console);
      await console.goTo(page, 'triggers/trg-large?tab=template');
      await page.getByRole('button', { name: 'Start from an example' }).click();
      await page.getByRole('menuitem', { name: 'Message for a chat' }).click();
      await page.getByText('Empty in this event').waitFor();
    },
  },
  {
    name: 'trigger-signing',
    show: async (page) => {
      await addSomeUrls(console);
      await console.goTo(page, 'triggers/trigger-4?tab=signing');
      await page.getByRole('radio', { name: 'legacy_hmac' }).waitFor();
    },
  },
  {
    name: 'trigger-new',
    show: async (page) => {
      await console.goTo(page, `triggers/new?uri=${encodeURIComponent('https://hooks.example.com/new')}`);
      await page.getByText('No event of this type').waitFor();
      await page.getByRole('textbox', { name: 'Filter, as JSONLogic' }).waitFor();
    },
  },
  {
    name: 'send-test',
    show: async (page) => {
      await addSomeUrls(console);
      await console.goTo(page, 'settings/webhooks');
      await page.getByRole('button', { name: 'More for https://hooks.example.com/cld/uploads' }).click();
      await page.getByRole('menuitem', { name: 'Send test notification …' }).click();
      await page.getByLabel('Made of').selectOption('A payload of your own');
      await page.getByRole('button', { name: 'Send test' }).click();
      await page.getByText('about to be sent').waitFor();
      await answerTest(console, 503);
      await page.getByText('Answered 503').waitFor();
    },
  },
  {
    name: 'webhooks-first-run',
    show: async (page) => {
      await console.goTo(page, 'settings/webhooks');
      await page.getByText('No URL gets notifications yet').waitFor();
      await page.getByText('Nothing found').first().waitFor();
    },
  },
  {
    name: 'bulk-actions',
    show: async (page) => {
      await someBulkActions(console);
      await console.goTo(page, 'bulk-actions');
      await page.getByRole('table').waitFor();
    },
  },
  {
    name: 'bulk-action',
    show: async (page) => {
      await someBulkActions(console);
      await console.goTo(page, 'bulk-actions/bulk-running');
      await page.getByRole('row', { name: 'Done 8 Retried' }).waitFor();
    },
  },
  {
    name: 'bulk-action-dialog',
    show: async (page) => {
      await sendSome(console);
      await sendFailed(console, 4);
      await console.goTo(page, 'deliveries');
      await page.getByRole('button', { name: 'Retry these …' }).click();
      await page.getByRole('button', { name: 'Retry 9 deliveries' }).waitFor();
    },
  },
  {
    name: 'keys',
    show: async (page) => {
      await changeSomeKeys(console);
      await console.goTo(page, 'keys');
      await page.getByText('Signs now').first().waitFor();
      await checkSomething(console, page);
    },
  },
  {
    name: 'audit-log',
    show: async (page) => {
      await changeSomeKeys(console);
      await addSomeUrls(console);
      await console.goTo(page, 'audit-log');
      await page.getByRole('table').waitFor();
    },
  },
]);
