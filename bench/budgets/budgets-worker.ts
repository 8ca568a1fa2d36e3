import { BudgetMeasurement } from './measure-budgets';
import type { WorstOfKind } from './worst-cases';

/** What this process tells the one that started it. */
export type BudgetsMessage = { readonly progress: string } | { readonly result: readonly WorstOfKind[] };

const tell = (message: BudgetsMessage) => process.send?.(message);

// Whoever started this process may be gone before the measurement ends.
process.on('disconnect', () => process.exit(1));

const [generated] = process.argv.slice(2);
const measurement = new BudgetMeasurement((progress) => tell({ progress }));
tell({ result: measurement.run(Number(generated)) });
