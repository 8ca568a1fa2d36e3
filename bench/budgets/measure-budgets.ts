import { matchesFilter, parseFilter } from '../../src/domain/triggers/filter';
import {
  parsePayloadTemplate,
  renderPayloadTemplate,
  templateContext,
} from '../../src/domain/triggers/payload-template';
import type { TemplateContext } from '../../src/domain/triggers/payload-template/render-payload-template';
import { EXPENSIVE_FILTERS, FILTERS_TO_READ } from './filters';
import type { LabelledInput } from './labelled-input';
import { Meter } from './meter';
import { largePayloads } from './payloads';
import type { LargePayload } from './payloads';
import { randomFilter } from './random-filters';
import { randomTemplate } from './random-templates';
import { SeededRandom } from './seeded-random';
import { EXPENSIVE_TEMPLATES } from './templates';
import { WorstCases } from './worst-cases';
import type { Kind, WorstOfKind } from './worst-cases';

const SHOWN_CHARACTERS = 240;
const PAYLOADS_PER_GENERATED = 2;
const SEED = 20_260_314;

interface Subject extends LargePayload {
  readonly context: TemplateContext;
}

interface Work {
  readonly kind: Kind;
  readonly name: string;
  readonly input: unknown;
}

/** Measures the corpus over each payload, and generated filters and templates over a few. */
export class BudgetMeasurement {
  private readonly worst = new WorstCases();
  private readonly subjects = largePayloads().map((payload): Subject => ({
    ...payload,
    context: templateContext(contextInput(payload)),
  }));
  private readonly meter = new Meter();

  constructor(private readonly report: (line: string) => void) {}

  /** @param generated number of filters, and of templates, that are made from the seed. */
  run(generated: number): readonly WorstOfKind[] {
    this.report(`${this.subjects.length} payloads: building their template contexts`);
    for (const subject of this.subjects) {
      this.measure({ kind: 'building a template context', name: subject.name, input: subject.value }, () =>
        templateContext(contextInput(subject)),
      );
    }
    this.corpus();
    this.report(`${generated} generated filters and as many templates`);
    const random = new SeededRandom(SEED);
    for (let index = 0; index < generated; index++) {
      const name = `generated ${index}`;
      this.filter({ name, input: randomFilter(random) }, this.some(random));
      this.template({ name, input: randomTemplate(random) }, this.some(random));
    }
    return this.worst.list();
  }

  private some(random: SeededRandom): readonly Subject[] {
    return Array.from({ length: PAYLOADS_PER_GENERATED }, () => random.pick(this.subjects));
  }

  private corpus(): void {
    this.report(`${EXPENSIVE_FILTERS.length + FILTERS_TO_READ.length} filters over each payload`);
    for (const labelled of FILTERS_TO_READ) this.filter(labelled, []);
    for (const labelled of EXPENSIVE_FILTERS) this.filter(labelled, this.subjects);
    this.report(`${EXPENSIVE_TEMPLATES.length} templates over each payload`);
    for (const labelled of EXPENSIVE_TEMPLATES) this.template(labelled, this.subjects);
  }

  private filter({ name, input }: LabelledInput, subjects: readonly Subject[]): void {
    const filter = this.read({ kind: 'reading a filter', name, input }, () => parseFilter(input));
    if (!filter) return;
    for (const subject of subjects) {
      this.measure({ kind: 'evaluating a filter', name: over(name, subject), input }, () =>
        matchesFilter(filter, subject.value),
      );
    }
  }

  private template({ name, input }: LabelledInput, subjects: readonly Subject[]): void {
    const template = this.read({ kind: 'reading a payload template', name, input }, () =>
      parsePayloadTemplate(input),
    );
    if (!template) return;
    for (const subject of subjects) {
      this.measure({ kind: 'rendering a payload template', name: over(name, subject), input }, () =>
        renderPayloadTemplate(template, subject.context),
      );
    }
  }

  /** @returns `undefined` also for what is refused. */
  private read<Value>(work: Work, parse: () => Value): Value | undefined {
    let value: Value | undefined;
    this.measure(work, () => {
      value = valueUnlessRefused(parse);
    });
    return value;
  }

  private measure({ kind, name, input }: Work, run: () => unknown): void {
    const cost = this.meter.measure(run, (first) => this.worst.isRemarkable(kind, first));
    this.worst.add({ kind, name, input: shown(input), cost });
  }
}

function over(name: string, { name: payload }: LargePayload): string {
  return `${name}; over ${payload}`;
}

function contextInput({ eventType, value }: LargePayload) {
  return { eventType, payload: value, timestamp: '2026-03-14T09:26:53+00:00', requestId: 'ff' };
}

function valueUnlessRefused<Value>(parse: () => Value): Value | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

function shown(input: unknown): string {
  try {
    const text = JSON.stringify(input);
    return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
  } catch {
    return 'nested too deep to be printed';
  }
}
