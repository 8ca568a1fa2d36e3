import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eventSubject } from '../../../src/domain/events/event';

const SHAPES = path.resolve(__dirname, '../../fixtures/payload-shapes');
const shape = (name: string) =>
  JSON.parse(readFileSync(path.join(SHAPES, `${name}.json`), 'utf8')) as Record<string, unknown>;

describe('the subject of an event', () => {
  it.each<[string, string | undefined]>([
    ['upload', 'blue-kettle'],
    ['delete.bulk', 'blue-kettle'],
    ['rename', 'cobalt-kettle'],
    ['create_folder', 'catalog/spring'],
    ['move_or_rename_asset_folder', 'catalog/march'],
    ['moderation', 'ugc/clip-88'],
    ['related_assets', undefined],
  ])('of a notification like %s is %s', (name, subject) => {
    expect(eventSubject(shape(name))).toBe(subject);
  });

  it('is found in most of the known shapes', () => {
    const names = readdirSync(SHAPES).filter((file) => file.endsWith('.json'));
    const found = names.filter((file) => eventSubject(shape(file.replace('.json', ''))) !== undefined);
    expect(found.length / names.length).toBeGreaterThan(0.75);
  });

  it.each<[string, unknown]>([
    ['no text', 7],
    ['empty', ''],
    ['longer than 255 characters', 'a'.repeat(256)],
    ['with a NUL, which PostgreSQL does not store', 'a\u0000b'],
    ['with half of a pair', 'a\ud83d'],
  ])('is not one that is %s', (_what, publicId) => {
    expect(eventSubject({ public_id: publicId })).toBeUndefined();
  });

  it('of resources that are a map is the first key', () => {
    expect(eventSubject({ resources: { a: {}, b: {} } })).toBe('a');
  });
});
