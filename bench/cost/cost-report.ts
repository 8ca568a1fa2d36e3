import { decimal, whole } from '../figures';
import { markdownTable } from '../markdown-table';
import { unitCost, type Cost } from './cost';
import { COST_KINDS, type CostKindName } from './cost-kinds';
import type { KindResult } from './measure-kind';

export type KindResults = Readonly<Record<CostKindName, KindResult>>;

const HEADER = [
  'history events',
  'workflow tasks',
  'history bytes',
  'Temporal writes',
  'visibility writes',
  'Temporal bytes',
  'service bytes',
];

/** What an event, a delivery and an attempt cost, each the difference of two kinds. */
export function unitCosts(kinds: KindResults): Readonly<Record<'event' | 'delivery' | 'attempt', Cost>> {
  const { none, ten, one, refused } = kinds;
  return {
    event: none.cost,
    delivery: unitCost(ten.cost, none.cost, COST_KINDS.ten.destinations),
    attempt: unitCost(refused.cost, one.cost, COST_KINDS.refused.attempts - COST_KINDS.one.attempts),
  };
}

/** A row for each kind of event, and for what their differences are. */
export function costTable(kinds: KindResults): string {
  const { event, delivery, attempt } = unitCosts(kinds);
  return markdownTable([
    ['per', ...HEADER],
    ...Object.entries(COST_KINDS).map(([name, { title }]) => [
      `event with ${title}`,
      ...rowOf(kinds[name as CostKindName].cost),
    ]),
    ['**event**', ...rowOf(event)],
    ['**delivery**, accepted at once', ...rowOf(delivery)],
    ['**attempt** after the first, with its wait', ...rowOf(attempt)],
  ]);
}

/** Which writes of the Temporal server an event of each kind causes. */
export function writesTable(kinds: KindResults): string {
  const names = Object.keys(COST_KINDS) as CostKindName[];
  const operations = [...new Set(names.flatMap((name) => [...kinds[name].writes.keys()]))].sort();
  const count = (name: CostKindName, operation: string) => decimal(kinds[name].writes.get(operation) ?? 0, 2);
  const shown = operations.filter((operation) =>
    names.some((name) => Number(count(name, operation)) >= 0.05),
  );
  return markdownTable([
    ['writes per event', ...names.map((name) => COST_KINDS[name].title)],
    ...shown.map((operation) => [operation, ...names.map((name) => count(name, operation))]),
  ]);
}

function rowOf(cost: Cost): string[] {
  return [
    decimal(cost.historyEvents),
    decimal(cost.workflowTasks),
    whole(cost.historyBytes),
    decimal(cost.persistenceWrites),
    decimal(cost.visibilityWrites),
    whole(cost.temporalBytes),
    whole(cost.serviceBytes),
  ];
}
