import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EVENT_TYPES } from '../../src/domain/event-types';
import { parseFilter } from '../../src/domain/filter';
import { parsePayloadTemplate } from '../../src/domain/payload-template';

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
  });
});
