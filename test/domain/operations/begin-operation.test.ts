import { beginOperation } from '../../../src/domain/operations/operation-step';
import {
  hasEnded,
  type OperationMethod,
  type OperationRequest,
} from '../../../src/domain/operations/operation';
import { anOperation, BATCH_ID } from '../../support/builders/an-operation';
import {
  aDerived,
  afterReports,
  EN,
  eagerCompleted,
  eventOfType,
  failed,
  N,
  PAD,
  uploaded,
} from './course-of-reports';

describe('the eager parameter', () => {
  it.each<[string, OperationRequest['eager'], readonly string[]]>([
    ['a list', ['w_100', 'w_200'], ['w_100', 'w_200']],
    ['text separated by |', 'w_100|w_200', ['w_100', 'w_200']],
    ['a list with such text in it', ['w_100|w_200', 'w_300'], ['w_100', 'w_200', 'w_300']],
    ['text with blanks and empty parts', ' w_100 ||w_200| ', ['w_100', 'w_200']],
    ['one transformation twice', 'c_fit,w_100|w_100,c_fit', ['c_fit,w_100']],
    ['nothing', undefined, []],
    ['an empty text', '', []],
  ])('may be %s', (_what, eager, expected) => {
    expect(anOperation({ eager }).eager.map((work) => work.transformation)).toEqual(expected);
  });

  it('keeps the order of components, which matters, apart from that of parameters', () => {
    expect(anOperation({ eager: 'w_100/r_max|r_max/w_100' }).eager).toHaveLength(2);
  });

  it.each<OperationMethod>(['explode', 'generate_archive', 'multi'])('is refused for %s', (method) => {
    const call = (request: OperationRequest) => () => beginOperation({ method, request, batchId: BATCH_ID });
    const why = `got transformations for "${method}", expected none: only upload and explicit take them`;
    expect(call({ eager: PAD })).toThrow(`request.eager: ${why}`);
    expect(call({ upload_preset: { eager: PAD } })).toThrow(`request.upload_preset.eager: ${why}`);
  });
});

describe('an upload preset', () => {
  const preset = {
    notification_url: 'https://preset.example.com/n',
    eager_notification_url: 'https://preset.example.com/en',
    eager_async: true,
    eager: 'w_1',
  };

  it('counts as if its parameters were sent', () => {
    expect(anOperation({ upload_preset: preset })).toEqual(anOperation(preset));
  });

  it("loses to the request's own value of each parameter", () => {
    const own = { notification_url: N, eager_notification_url: EN, eager_async: false, eager: [PAD] };
    expect(anOperation({ ...own, upload_preset: preset })).toEqual(anOperation(own));
  });

  it('gives what the request has without a value', () => {
    expect(anOperation({ notification_url: undefined, upload_preset: preset })).toEqual(anOperation(preset));
  });
});

describe('an operation without eager', () => {
  const request = { notification_url: N, eager_notification_url: EN, eager_async: true };

  it.each<[OperationMethod, string]>([
    ['upload', 'upload'],
    ['explicit', 'upload'],
    ['generate_archive', 'generate_archive'],
    ['multi', 'multi'],
  ])('of method %s emits %s to notification_url and answers, when it is done', (method, eventType) => {
    const payload = { public_id: 'spin-frames' };
    const course = afterReports(anOperation(request, method), uploaded(payload));
    expect(course.events).toEqual([
      { eventType, payload, request: { notification_url: N }, triggersSeeIt: true },
    ]);
    expect(course.responses).toEqual([{ outcome: 'succeeded', body: payload }]);
    expect(hasEnded(course.operation)).toBe(true);
  });

  it('tells only the triggers when there is no notification_url', () => {
    const course = afterReports(anOperation({}), uploaded());
    expect(eventOfType(course, 'upload').request).toEqual({});
  });
});

describe('explicit with eager', () => {
  it('emits upload and eager like upload', () => {
    const request = { eager: PAD, eager_async: true };
    const reports = [uploaded(), eagerCompleted(aDerived(PAD))];
    expect(afterReports(anOperation(request, 'explicit'), ...reports).events).toEqual(
      afterReports(anOperation(request, 'upload'), ...reports).events,
    );
  });
});

describe('async', () => {
  const PENDING = { outcome: 'succeeded', body: { status: 'pending', batch_id: BATCH_ID } };

  it.each<OperationMethod>(['upload', 'explicit', 'generate_archive', 'multi'])(
    'answers %s at once, with a batch_id, and changes nothing of its event',
    (method) => {
      const request = { notification_url: N, async: true };
      expect(beginOperation({ method, request, batchId: BATCH_ID }).response).toEqual(PENDING);
      const course = afterReports(anOperation(request, method), uploaded());
      expect(course.events).toEqual(
        afterReports(anOperation({ notification_url: N }, method), uploaded()).events,
      );
      expect(course.responses).toEqual([]);
    },
  );

  it('waits with the upload for eager transformations that are not asynchronous', () => {
    const begun = anOperation({ notification_url: N, async: true, eager: PAD });
    expect(afterReports(begun, uploaded()).events).toEqual([]);
    const course = afterReports(begun, uploaded(), eagerCompleted(aDerived(PAD)));
    expect(course.events.map(({ eventType }) => eventType)).toEqual(['upload']);
    expect(course.responses).toEqual([]);
  });

  it('gives the batch_id that the caller chose', () => {
    const request = { async: true, batch_id: 'mine' };
    expect(beginOperation({ method: 'upload', request, batchId: BATCH_ID }).response?.body).toEqual({
      status: 'pending',
      batch_id: 'mine',
    });
  });
});

describe('explode', () => {
  it('is answered at once, with the batch_id', () => {
    const begun = beginOperation({ method: 'explode', request: { notification_url: N }, batchId: BATCH_ID });
    expect(begun.response).toEqual({
      outcome: 'succeeded',
      body: { status: 'processing', batch_id: BATCH_ID },
    });
    expect(begun.emit).toEqual([]);
  });

  it('emits one explode event with the same batch_id when all pages are made, and no second answer', () => {
    const course = afterReports(anOperation({ notification_url: N }, 'explode'), uploaded({ pages: 2 }));
    expect(course.events.map((event) => event.eventType)).toEqual(['explode']);
    expect(eventOfType(course, 'explode').payload).toEqual({ pages: 2, batch_id: BATCH_ID });
    expect(course.responses).toEqual([]);
  });

  it('emits error with the batch_id when it fails', () => {
    const course = afterReports(anOperation({}, 'explode'), failed('not a PDF'));
    expect(eventOfType(course, 'error').payload).toEqual({
      batch_id: BATCH_ID,
      error: { message: 'not a PDF', code: 'not_found' },
    });
    expect(course.responses).toEqual([]);
  });
});

describe('the other methods', () => {
  it.each<OperationMethod>(['upload', 'explicit', 'generate_archive', 'multi'])(
    'are not answered at once: %s',
    (method) => {
      expect(beginOperation({ method, request: {}, batchId: BATCH_ID }).response).toBeUndefined();
    },
  );
});
