import { DomainError } from '../../src/domain/errors';
import { parsePayloadTemplate } from '../../src/domain/triggers/payload-template';
import { runAttack } from './run-attack';
import type { TemplateHarm } from './template-attack';

const PAYLOAD = { public_id: 'blue-kettle', tags: ['hero', 'spring'] };

const attack = async (implementation: string) =>
  (await runAttack<readonly TemplateHarm[]>('template-attack.ts', implementation)).harm;

describe('a payload template that reaches for what all objects share', () => {
  it('poisons every object of the process, and changes the payload, with a stock Mustache', async () => {
    const poisoned = { keysOfEmptyObject: ['length'], opensDatabase: false };
    const [byPrototype, byConstructor, byPush] = await attack('stock');
    expect(byPrototype).toMatchObject(poisoned);
    expect(byConstructor).toMatchObject(poisoned);
    expect(byPush?.payload).toEqual({ ...PAYLOAD, length: 0 });
  });

  it('harms nothing with ours, even if it was not refused before', async () => {
    const harms = await attack('ours');
    expect(harms).toHaveLength(3);
    for (const harm of harms) {
      expect(harm).toMatchObject({ keysOfEmptyObject: [], opensDatabase: true });
      expect(harm.payload).toEqual(PAYLOAD);
    }
  });

  it.each([
    '{{#__proto__}}{{asset.tags.pop}}{{/__proto__}}',
    '{{#asset.constructor.prototype}}{{asset.tags.pop}}{{/asset.constructor.prototype}}',
  ])('is refused when the trigger is made: %s', (leaf) => {
    expect(() => parsePayloadTemplate({ leaf })).toThrow(DomainError);
  });
});
