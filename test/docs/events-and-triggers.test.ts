import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readConfig } from '../../src/config';
import { EVENT_TYPES } from '../../src/domain/event-types';
import { parseFilter } from '../../src/domain/filter';
import { parsePayloadTemplate, renderPayloadTemplate } from '../../src/domain/payload-template';

const page = readFileSync(path.resolve(__dirname, '../../docs/events-and-triggers.md'), 'utf8');

/** JSON code blocks of one kind. */
function examples(kind: string): readonly unknown[] {
  return [...page.matchAll(new RegExp(`\`\`\`json ${kind}\\n([^]*?)\`\`\``, 'g'))].map(([, code]) =>
    JSON.parse(code ?? ''),
  );
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
