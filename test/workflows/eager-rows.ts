import type { OperationRequest } from '../../src/domain/operations/operation';

export const N = 'https://hooks.example.com/upload';
export const EN = 'https://hooks.example.com/eager';

type Told = readonly (readonly [type: string, to: string | undefined, triggersSeeIt: boolean])[];
interface Row {
  readonly given: string;
  readonly request: OperationRequest;
  readonly afterUpload: Told;
  readonly afterEager: Told;
  readonly answeredAfter: 'upload' | 'eager';
}

/**
 * The combination table, with eager transformations. Source: docs/contract.md §8.2, docs/decisions.md D22, D30, D31.
 */
export const EAGER_ROWS: readonly Row[] = [
  {
    given: 'N',
    request: { notification_url: N },
    afterUpload: [],
    afterEager: [['upload', N, true]],
    answeredAfter: 'eager',
  },
  {
    given: 'EN',
    request: { eager_notification_url: EN },
    afterUpload: [],
    afterEager: [
      ['upload', undefined, true],
      ['eager', EN, false],
    ],
    answeredAfter: 'eager',
  },
  {
    given: 'EN, eager_async',
    request: { eager_notification_url: EN, eager_async: true },
    afterUpload: [['upload', undefined, true]],
    afterEager: [
      ['upload', undefined, true],
      ['eager', EN, true],
    ],
    answeredAfter: 'upload',
  },
  {
    given: 'N, EN',
    request: { notification_url: N, eager_notification_url: EN },
    afterUpload: [],
    afterEager: [['upload', N, true]],
    answeredAfter: 'eager',
  },
  {
    given: 'N, EN, eager_async',
    request: { notification_url: N, eager_notification_url: EN, eager_async: true },
    afterUpload: [['upload', N, true]],
    afterEager: [
      ['upload', N, true],
      ['eager', EN, true],
    ],
    answeredAfter: 'upload',
  },
  {
    given: 'N, eager_async',
    request: { notification_url: N, eager_async: true },
    afterUpload: [['upload', N, true]],
    afterEager: [
      ['upload', N, true],
      ['eager', N, true],
    ],
    answeredAfter: 'upload',
  },
  {
    given: 'eager_async',
    request: { eager_async: true },
    afterUpload: [['upload', undefined, true]],
    afterEager: [
      ['upload', undefined, true],
      ['eager', undefined, true],
    ],
    answeredAfter: 'upload',
  },
];
