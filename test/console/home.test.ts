import { aNewDelivery } from '../support/builders/a-new-delivery';
import { aTrigger } from '../support/builders/a-trigger';
import { anEvent } from '../support/builders/an-event';
import { BY } from '../support/builders/by';
import { TestConsole } from './support/test-console';

const console = new TestConsole();
beforeAll(() => console.launch(), 120_000);
afterAll(() => console.quit());
beforeEach(() => console.start());
afterEach(() => console.stop());
