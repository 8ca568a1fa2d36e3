import createKnex from 'knex';
import Mustache from 'mustache';
import { renderPayloadTemplate } from '../../src/domain/triggers/payload-template';

/* A process that renders a customer's templates over ordinary payloads and prints a `TemplateHarm` for each. */

export interface TemplateHarm {
  readonly leaf: string;
  /** What a loop over any object yields afterwards. */
  readonly keysOfEmptyObject: readonly string[];
  readonly opensDatabase: boolean;
  /** Over which further triggers of the same event are rendered. */
  readonly payload: object;
}

const PAYLOAD = { public_id: 'blue-kettle', tags: ['hero', 'spring'] };

type Render = (leaf: string, context: object) => unknown;

const IMPLEMENTATIONS: Readonly<Record<string, Render>> = {
  stock: (leaf, context) => Mustache.render(leaf, context),
  ours: (leaf, context) => renderPayloadTemplate({ leaf }, context),
};

const LEAVES = [
  '{{#__proto__}}{{asset.tags.pop}}{{/__proto__}}',
  '{{#asset.constructor.prototype}}{{asset.tags.pop}}{{/asset.constructor.prototype}}',
  '{{#raw}}{{asset.tags.push}}{{/raw}}',
];

function attack(render: Render, leaf: string): TemplateHarm {
  const payload = { ...PAYLOAD };
  render(leaf, { event: { type: 'upload' }, asset: { tags: payload.tags }, raw: payload });
  const harm = { leaf, keysOfEmptyObject: keysByLoop({}), opensDatabase: opensDatabase(), payload };
  Reflect.deleteProperty(Object.prototype, 'length');
  return harm;
}

function keysByLoop(value: object): string[] {
  const keys = [];
  for (const key in value) keys.push(key);
  return keys;
}

function opensDatabase(): boolean {
  try {
    void createKnex({ client: 'sqlite3', connection: ':memory:', useNullAsDefault: true }).destroy();
    return true;
  } catch {
    return false;
  }
}

const render = IMPLEMENTATIONS[process.argv[2] ?? ''];
if (render === undefined) throw new Error(`no implementation ${process.argv[2]}`);
process.stdout.write(JSON.stringify(LEAVES.map((leaf) => attack(render, leaf))));
