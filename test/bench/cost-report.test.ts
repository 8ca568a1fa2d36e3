import { unitCosts } from '../../bench/cost/cost-report';
import type { Cost } from '../../bench/cost/cost';
import type { KindResult } from '../../bench/cost/measure-kind';

function aKind(size: number): KindResult {
  const cost: Cost = {
    historyEvents: size,
    historyBytes: size,
    workflowTasks: size,
    persistenceWrites: size,
    visibilityWrites: size,
    temporalBytes: size,
    serviceBytes: size,
  };
  return { cost, writes: new Map(), lost: 0 };
}

it('makes a delivery and an attempt the difference of events that differ by nothing else', () => {
  const { event, delivery, attempt } = unitCosts({
    none: aKind(6),
    one: aKind(26),
    three: aKind(60),
    ten: aKind(126),
    refused: aKind(59),
  });
  expect(event.historyEvents).toBe(6);
  expect(delivery.historyEvents).toBe(12);
  expect(attempt.persistenceWrites).toBe(11);
});
