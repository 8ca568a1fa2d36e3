import { writeSync } from 'node:fs';
import { LogicEngine } from 'json-logic-engine';
import { matchesFilter } from '../../src/domain/triggers/filter';

/* A process that applies a customer's filter, prints a `FilterHarm`, and then has other work to do. */

export interface FilterHarm {
  readonly matches: boolean;
}

type Matches = (filter: Record<string, unknown>, payload: Record<string, unknown>) => boolean;

const IMPLEMENTATIONS: Readonly<Record<string, Matches>> = {
  compiled: (filter, payload) => {
    const compiled = new LogicEngine().build(filter) as (payload: unknown) => unknown;
    return Boolean(compiled(payload));
  },
  ours: (filter, payload) => {
    const answer = matchesFilter(filter, payload);
    return 'matches' in answer && answer.matches;
  },
};

const DEADLY_FILTER = { __defineGetter__: ['x', 1] };

const matches = IMPLEMENTATIONS[process.argv[2] ?? ''];
if (matches !== undefined) {
  const harm: FilterHarm = { matches: matches(DEADLY_FILTER, { public_id: 'blue-kettle' }) };
  writeSync(1, JSON.stringify(harm));
  setTimeout(() => undefined, 50);
}
