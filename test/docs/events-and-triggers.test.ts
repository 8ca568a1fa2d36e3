import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readConfig } from '../../src/config';
import { parseDestinationUrl } from '../../src/domain/destinations/destination-url';
import { EVENT_TYPES } from '../../src/domain/events/event-types';
import { parseFilter } from '../../src/domain/triggers/filter';
import { notificationPayload, bodyRenderer } from '../../src/domain/events/notification-body';
import { parsePayloadTemplate, renderPayloadTemplate } from '../../src/domain/triggers/payload-template';
import { anEvent } from '../support/builders/an-event';
import { useStoredApi } from '../support/services/stored-api';

type JsonObject = Readonly<Record<string, unknown>>;

const page = readFileSync(path.resolve(__dirname, '../../docs/events-and-triggers.md'), 'utf8');

/** JSON code blocks of one kind. */
function examples(kind: string): readonly unknown[] {
  return [...page.matchAll(new RegExp(`\`\`\`json ${kind}\\n([^]*?)\`\`\``, 'g'))].map(([, code]) =>
    JSON.parse(code ?? ''),
  );
}

/** The cells of the first table behind a text, head and rule included. */
function tableBelow(text: string): string[][] {
  const lines = page.slice(page.indexOf(text)).split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const count = lines.slice(first).findIndex((line) => !line.startsWith('|'));
  return lines.slice(first, first + count).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Without the backticks around it. */
function inBackticks(cell = ''): string {
  return cell.replace(/^`|`$/g, '');
}

describe('docs/events-and-triggers.md', () => {
  it('lists every event type with its namespaces, and marks the invented bodies', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` +\| .+? +\| (.+?) +\| (known|\*\*invented\*\*) +\|$/gm)];
    const listed = rows.map(([, name, namespaces, body]) => [
      name,
      namespaces?.match(/\w+/g),
      body?.replaceAll('*', ''),
    ]);
    expect(listed).toEqual(
      EVENT_TYPES.map(({ name, namespaces, bodyShape }) => [name, namespaces, bodyShape]),
    );
  });

  it.each(examples('filter'))('has a valid filter: %j', (filter) => {
    expect(parseFilter(filter)).toEqual(filter);
  });

  it.each(examples('trigger'))('has a valid trigger', (trigger) => {
    const { filter, payload_template } = trigger as Record<string, unknown>;
    expect(parseFilter(filter)).toEqual(filter);
    expect(parsePayloadTemplate(payload_template)).toEqual(payload_template);
    expect(parsePayloadTemplate(JSON.stringify(payload_template))).toEqual(payload_template);
  });

  describe('the table of what is missing', () => {
    const api = useStoredApi();
    const [head = [], , ...rows] = tableBelow('### What is missing counts as null');
    const samples = head.slice(1).map(inBackticks);

    it('has six filters and four samples', () => expect([rows.length, samples.length]).toEqual([6, 4]));

    it.each(rows)('says what the dry run answers: %s', async (filter, ...cells) => {
      const uri = 'https://hooks.example.com/cld';
      const json = { event_type: 'upload', uri, filter: JSON.parse(inBackticks(filter)) as unknown };
      const { id } = (await api.call('POST /triggers', { json })).json as { id: string };
      for (const [index, cell] of cells.entries()) {
        const sample_data = JSON.parse(samples[index] ?? '') as unknown;
        const answer = await api.call(`POST /triggers/${id}/test`, { json: { sample_data } });
        expect(answer.json).toEqual({ trigger_id: id, filter_present: true, filter_result: cell !== '' });
      }
    });
  });

  describe('the table of placeholders', () => {
    const [, payload = '', signatureKey] =
      /What an `upload` of `(\{.*\})`\s+gives, signed with the key `(\d+)`/.exec(page) ?? [];
    const event = { ...anEvent({ eventType: 'upload' }), payload: JSON.parse(payload) as JsonObject };
    const render = (placeholder: string) => {
      const template = parsePayloadTemplate({ value: placeholder });
      const { body } = bodyRenderer(event, notificationPayload(event, signatureKey))(template);
      return (JSON.parse(body) as { value: string }).value;
    };
    const [, , ...rows] = tableBelow('What an `upload` of');

    it('has ten of them', () => expect(rows).toHaveLength(10));

    it.each(rows)('says what is rendered: %s', (placeholder, shown) => {
      const rendered = render(inBackticks(placeholder));
      if (shown === 'an object') expect(JSON.parse(rendered)).toEqual(expect.any(Object));
      else expect(rendered).toBe(inBackticks(shown));
    });

    it('does not have names outside the namespaces', () => {
      const [, name = ''] = /A name outside the namespaces, such as `([^`]+)`/.exec(page) ?? [];
      expect(() => parsePayloadTemplate({ value: name })).toThrow('a path that begins with one of event, ');
    });
  });

  it('says which URLs are refused', () => {
    const parse = (url: string) => parseDestinationUrl('uri', url, { allowLoopbackNames: false });
    const [, characters = ''] = /has at most ([\d,]+) characters/.exec(page) ?? [];
    const ofLength = (length: number) => 'https://example.com/'.padEnd(length, 'x');
    const maximum = Number(characters.replace(',', ''));
    expect(parse(ofLength(maximum))).toHaveLength(maximum);
    expect(() => parse(ofLength(maximum + 1))).toThrow(`expected at most ${maximum}`);
    expect(() => parse('https://example.com/hook#part')).toThrow('has a fragment');
    expect(() => parse('https://me:secret@example.com/hook')).toThrow('contains a user name or password');
    expect(parse('https://example.com/a%23b')).toBe('https://example.com/a%23b');
  });

  it('says how many URLs and triggers there may be', () => {
    const [, urls, triggers] =
      /may have (\d+) distinct URLs \(`MAX_NOTIFICATION_URLS`\), hence (\d+) triggers/.exec(page) ?? [];
    const { MAX_NOTIFICATION_URLS } = readConfig({});
    expect([Number(urls), Number(triggers)]).toEqual([
      MAX_NOTIFICATION_URLS,
      MAX_NOTIFICATION_URLS * (EVENT_TYPES.length + 1),
    ]);
  });

  it('shows how numbers and keys leave', () => {
    const [, sent = '', body] = /`(\{[^`]+\})` leaves as `(\{[^`]+\})`/.exec(page) ?? [];
    expect(renderPayloadTemplate(parsePayloadTemplate(sent) ?? {}, {})).toEqual({ body });
  });

  it('names the largest whole number', () => {
    const [, number] = /A whole number beyond\s(\d+)\s\(2\^53 - 1\)/.exec(page) ?? [];
    expect(Number(number)).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('shows keys that no name can have, and what has them', () => {
    const [, one, other, holder] =
      /such as\s`([^`]+)` or `([^`]+)`, comes with .*: `([^`]+)`/.exec(page) ?? [];
    for (const key of [one, other]) {
      expect(() => parsePayloadTemplate({ a: `{{raw.${key}}}` })).toThrow('ASCII letters');
    }
    expect(parsePayloadTemplate({ a: holder })).toEqual({ a: holder });
  });
});
