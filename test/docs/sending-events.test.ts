import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { combinationOf, type Combination } from '../../src/domain/operations/combination';
import { createDestinationGuard } from '../../src/outbound/network/destination-guard';
import { ENVIRONMENT } from '../support/builders/an-environment';
import { anOperationRecord } from '../support/builders/an-operation';
import { useStoredApi } from '../support/services/stored-api';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/sending-events.md'), 'utf8');

/** Path and body of each example. */
const EXAMPLES = [...PAGE.matchAll(/^api '?(\/[^\s']+)'?(?: -d '([^']*)')?$/gm)].map(
  ([, resource = '', body]) => ({ resource, body }),
);

describe('the examples of docs/sending-events.md', () => {
  const api = useStoredApi();

  it('are there', () => expect(EXAMPLES.map(({ resource }) => resource)).toHaveLength(12));

  it('are accepted, one after the other', async () => {
    await api.restart({}, () => ({ operationAnswers: { wait: async () => ({ response: undefined }) } }));
    for (const { resource, body } of EXAMPLES) {
      const answer =
        body === undefined ? await api.call(`GET ${resource}`) : await api.call(`POST ${resource}`, { body });
      expect([resource, answer.message]).toEqual([resource, '']);
      expect([200, 201, 202]).toContain(answer.status);
    }
  });
});

describe('the answer to a batch', () => {
  const api = useStoredApi();

  it('is the one that the page shows', async () => {
    const [, shown = ''] = /```json batch\n([^]*?)```/.exec(PAGE) ?? [];
    const events = [
      { event_type: 'upload', event_id: 'upload-4712', payload: {} },
      { event_type: 'delete', event_id: 'delete-0815' },
    ];
    const { json } = await api.call('POST /events/batch', { json: { events } });
    expect(JSON.parse(shown.replace('/demo/', `/${ENVIRONMENT.cloudName}/`))).toEqual(json);
  });
});

describe('the parameters inside request', () => {
  const api = useStoredApi();
  const destinationGuard = createDestinationGuard({ rules: createAddressRules({ allowCidrs: [] }) });
  beforeEach(() => api.restart({}, () => ({ destinationGuard })));

  it.each([
    ['async', true],
    ['batch_id', 'night-run-7'],
  ])('%s is taken there, and refused beside it', async (name, value) => {
    expect(PAGE).toMatch(new RegExp(`^\\| \`${name}(: true)?\` +\\|`, 'm'));
    const there = await api.call('POST /operations', {
      json: { method: 'upload', request: { [name]: value } },
    });
    expect(there.status).toBe(201);
    const beside = await api.call('POST /operations', { json: { method: 'upload', [name]: value } });
    expect([beside.status, beside.message]).toEqual([400, expect.stringContaining(`unknown field ${name}`)]);
  });

  it('refuse a URL with a fragment', async () => {
    const json = { event_type: 'upload', payload: {}, request: { notification_url: 'https://a.example/#x' } };
    const { status, message } = await api.call('POST /events', { json });
    expect([status, message]).toEqual([
      400,
      expect.stringMatching(/^request\.notification_url .* has a fragment/),
    ]);
  });
});

it('the page shows as what a fraction leaves', () => {
  const row = PAGE.split('\n').find((line) => line.startsWith('| a fraction')) ?? '';
  const numbers = [...row.matchAll(/`([\d.]+)`/g)].map(([, text = '']) => text);
  const [sent = '', left, kept = ''] = numbers;
  expect([sent, kept].map((text) => JSON.stringify(JSON.parse(text)))).toEqual([left, kept]);
});

/** The cells of each row of the table of combinations. */
const ROWS = PAGE.split('\n')
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  .filter((cells) => cells.length === 7 && cells.slice(0, 3).every((cell) => cell === '' || cell === 'yes'));

describe('the table of docs/sending-events.md', () => {
  it('has seven rows', () => expect(ROWS).toHaveLength(7));

  it.each(ROWS)('says what the code does: %s | %s | %s', (n, en, ea, answered, upload, eager, batchId) => {
    const request = {
      eager: 'c_pad',
      ...(n ? { notification_url: 'https://n.example/' } : {}),
      ...(en ? { eager_notification_url: 'https://en.example/' } : {}),
      ...(ea ? { eager_async: true } : {}),
    };
    const { operation } = anOperationRecord({ request });
    const combination = combinationOf(operation);
    expect({ answered, upload, eager, batchId }).toEqual({
      answered: MOMENTS[combination.answer],
      upload: `${MOMENTS[combination.mainEvent]}, ${n ? '`notification_url`' : 'triggers'}`,
      eager: eagerCell(combination.eagerEvent, request),
      batchId: combination.batchId ? 'yes' : '',
    });
  });
});

const MOMENTS = { at_once: 'at once', after_upload: 'upload', after_both: 'both' } as const;

function eagerCell(event: Combination['eagerEvent'], request: Readonly<Record<string, unknown>>): string {
  if (!event) return 'none';
  if (request[event.explicitUrl] === undefined) return 'triggers';
  return `\`${event.explicitUrl}\`${event.triggersSeeIt ? '' : ' alone'}`;
}
