import { applyReport } from '../../../src/domain/operations/operation-step';
import type { OperationRequest, EagerEntry, OperationReport } from '../../../src/domain/operations/operation';
import { anOperation, BATCH_ID } from '../../support/builders/an-operation';
import {
  aDerived,
  aFailed,
  CROP,
  EN,
  eagerCompleted,
  N,
  PAD,
  permutations,
  timedOut,
  uploaded,
} from './course-of-reports';

type Moment = 'the upload' | 'both';

interface Row {
  readonly given: string;
  readonly parameters: OperationRequest;
  readonly answer: Moment;
  /** `to`: the one parameter with the explicit URL. */
  readonly upload: { readonly after: Moment; readonly to: object };
  readonly eager?: { readonly after: Moment; readonly to: object; readonly triggersSeeIt: boolean };
  readonly batchId: boolean;
}

const ROWS: readonly Row[] = [
  {
    given: 'notification_url alone',
    parameters: { notification_url: N },
    answer: 'both',
    upload: { after: 'both', to: { notification_url: N } },
    batchId: false,
  },
  {
    given: 'eager_notification_url alone',
    parameters: { eager_notification_url: EN },
    answer: 'both',
    upload: { after: 'both', to: {} },
    eager: { after: 'both', to: { eager_notification_url: EN }, triggersSeeIt: false },
    batchId: false,
  },
  {
    given: 'eager_notification_url and eager_async',
    parameters: { eager_notification_url: EN, eager_async: true },
    answer: 'the upload',
    upload: { after: 'the upload', to: {} },
    eager: { after: 'both', to: { eager_notification_url: EN }, triggersSeeIt: true },
    batchId: true,
  },
  {
    given: 'notification_url and eager_notification_url',
    parameters: { notification_url: N, eager_notification_url: EN },
    answer: 'both',
    upload: { after: 'both', to: { notification_url: N } },
    batchId: false,
  },
  {
    given: 'notification_url, eager_notification_url and eager_async',
    parameters: { notification_url: N, eager_notification_url: EN, eager_async: true },
    answer: 'the upload',
    upload: { after: 'the upload', to: { notification_url: N } },
    eager: { after: 'both', to: { eager_notification_url: EN }, triggersSeeIt: true },
    batchId: true,
  },
  {
    given: 'notification_url and eager_async',
    parameters: { notification_url: N, eager_async: true },
    answer: 'the upload',
    upload: { after: 'the upload', to: { notification_url: N } },
    eager: { after: 'both', to: { notification_url: N }, triggersSeeIt: true },
    batchId: true,
  },
  {
    given: 'eager_async alone',
    parameters: { eager_async: true },
    answer: 'the upload',
    upload: { after: 'the upload', to: {} },
    eager: { after: 'both', to: {}, triggersSeeIt: true },
    batchId: true,
  },
  {
    given: 'none of the three',
    parameters: {},
    answer: 'both',
    upload: { after: 'both', to: {} },
    batchId: false,
  },
];

interface Scenario {
  readonly eager: string;
  /** Every order of the reports, the upload's included, that has this result. */
  readonly orders: readonly (readonly OperationReport[])[];
  readonly results: readonly EagerEntry[];
}

const SCENARIOS: readonly Scenario[] = [
  ...reportedAtOnceOrInParts('succeeds', aDerived(PAD), aDerived(CROP)),
  ...reportedAtOnceOrInParts('fails', aFailed(PAD), aFailed(CROP)),
  ...reportedAtOnceOrInParts('succeeds in part', aDerived(PAD), aFailed(CROP)),
  {
    eager: 'is not reported in time',
    orders: permutations([uploaded(), timedOut]),
    results: [aFailed(PAD, 'timed out'), aFailed(CROP, 'timed out')],
  },
  {
    eager: 'is reported in part only',
    orders: permutations([uploaded(), eagerCompleted(aDerived(PAD)), timedOut]).filter(
      (order) => kindsOf(order).indexOf('eager_completed') < kindsOf(order).indexOf('timed_out'),
    ),
    results: [aDerived(PAD), aFailed(CROP, 'timed out')],
  },
];

function reportedAtOnceOrInParts(what: string, pad: EagerEntry, crop: EagerEntry): Scenario[] {
  return [
    {
      eager: `${what}, reported at once`,
      orders: permutations([uploaded(), eagerCompleted(pad, crop)]),
      results: [pad, crop],
    },
    {
      eager: `${what}, reported in parts`,
      orders: permutations([uploaded(), eagerCompleted(pad), eagerCompleted(crop)]),
      results: [pad, crop],
    },
  ];
}

function kindsOf(reports: readonly OperationReport[]): string[] {
  return reports.map((report) => report.kind);
}

/** Whether the moment has come, by the reports alone. */
function hasCome(moment: Moment, reports: readonly OperationReport[]): boolean {
  const isUploaded = kindsOf(reports).includes('uploaded');
  if (moment === 'the upload') return isUploaded;
  const ended = reports.flatMap((report) => (report.kind === 'eager_completed' ? report.eager : []));
  return isUploaded && (kindsOf(reports).includes('timed_out') || ended.length === 2);
}

/** The number of the report, counted from 0, at which the moment comes. */
function stepOf(moment: Moment, order: readonly OperationReport[]): number {
  return order.findIndex((_, step) => hasCome(moment, order.slice(0, step + 1)));
}

interface Order {
  readonly order: string;
  readonly eager: string;
  readonly reports: readonly OperationReport[];
  readonly results: readonly EagerEntry[];
}

const ORDERS: readonly Order[] = SCENARIOS.flatMap(({ eager, orders, results }) =>
  orders.map((reports) => ({ order: reports.map(prose).join(', '), eager, reports, results })),
);

function prose(report: OperationReport): string {
  if (report.kind !== 'eager_completed') return report.kind;
  return `eager of ${report.eager.map(({ transformation }) => (transformation === PAD ? 'pad' : 'crop')).join(' and ')}`;
}

/** What each report causes, one entry a report. */
function stepsThrough(row: Row, reports: readonly OperationReport[]) {
  let operation = anOperation({ ...row.parameters, eager: [PAD, CROP] });
  return reports.map((report) => {
    const advanced = applyReport(operation, report);
    operation = advanced.operation;
    return advanced;
  });
}

describe.each(ROWS)('with $given', (row) => {
  it.each(ORDERS)('emits each event at its moment: eager $eager ($order)', ({ reports }) => {
    const expected = reports.map((_, step) => [
      ...(step === stepOf(row.upload.after, reports) ? [['upload', row.upload.to, true]] : []),
      ...(row.eager && step === stepOf(row.eager.after, reports)
        ? [['eager', row.eager.to, row.eager.triggersSeeIt]]
        : []),
    ]);
    const emitted = stepsThrough(row, reports).map(({ emit }) =>
      emit.map((event) => [event.eventType, event.request, event.triggersSeeIt]),
    );
    expect(emitted).toEqual(expected);
  });

  it.each(ORDERS)(`answers after ${row.answer}, once: eager $eager ($order)`, ({ reports }) => {
    const answered = stepsThrough(row, reports).map(({ response }) => response !== undefined);
    expect(answered).toEqual(reports.map((_, step) => step === stepOf(row.answer, reports)));
  });

  const withOrWithout = row.batchId ? 'with' : 'without';
  it.each(ORDERS)(
    `answers and reports eager results ${withOrWithout} batch_id: eager $eager ($order)`,
    ({ reports, results }) => {
      const steps = stepsThrough(row, reports);
      const batchId = row.batchId ? BATCH_ID : undefined;
      const body = steps.find(({ response }) => response)?.response?.body;
      expect(body?.batch_id).toBe(batchId);

      const eager = steps.flatMap(({ emit }) => emit).find((event) => event.eventType === 'eager');
      expect(eager?.payload.batch_id).toBe(row.eager ? batchId : undefined);
      expect(eager?.payload.eager).toEqual(row.eager ? results : undefined);
    },
  );

  it.each(ORDERS)(`shows the eager entries in the upload: eager $eager ($order)`, ({ reports, results }) => {
    const upload = stepsThrough(row, reports)
      .flatMap(({ emit }) => emit)
      .find((event) => event.eventType === 'upload');
    const processing: unknown = expect.objectContaining({ status: 'processing', batch_id: BATCH_ID });
    expect(upload?.payload.eager).toEqual(row.parameters.eager_async ? [processing, processing] : results);
  });
});
