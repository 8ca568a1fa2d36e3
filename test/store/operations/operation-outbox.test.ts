import { operationStep } from '../../../src/domain/operations/operation-step';
import { anOperationRecord } from '../../support/builders/an-operation';
import { databases } from '../../support/databases/databases';
import { useStores } from '../../support/databases/use-stores';
import { ENVIRONMENT } from '../../support/builders/an-environment';

const AT = (second: number) => `2026-03-14T09:00:0${second}.000Z`;
const AFTERWARDS = '2026-03-15T00:00:00.000Z';
const keyOf = (operationId: string) => ({ environmentId: 'env1', operationId });

describe.each(databases)('operation outbox on $name', ({ open }) => {
  const stores = useStores(open);

  const announce = (operationId: string, second = 0) =>
    stores.operations.insert(
      anOperationRecord({ operationId, createdAt: AT(second), request: { eager: 'c_pad|c_crop' } }),
      'h',
    );
  const report = (operationId: string, second = 0, transformation = 'c_pad') =>
    stores.operations.insertReport({
      ...keyOf(operationId),
      report: { kind: 'eager_completed', eager: [{ transformation }] },
      contentHash: transformation,
      receivedAt: AT(second),
    });
  const unstarted = async (before = AFTERWARDS, limit = 10) =>
    (await stores.operationOutbox.listUnstarted(before, limit)).map(({ operationId }) => operationId);
  const unsignalled = async (receivedBefore = AFTERWARDS, signalledBefore = AT(0), limit = 10) =>
    (await stores.operationOutbox.listUnsignalled({ receivedBefore, signalledBefore }, limit)).map(
      ({ operationId }) => operationId,
    );

  it('tells what a start needs', async () => {
    await announce('op1');
    await report('op1');
    const expected = [{ ...keyOf('op1'), cloudName: ENVIRONMENT.cloudName, method: 'upload' }];
    expect(await stores.operationOutbox.listUnstarted(AFTERWARDS, 10)).toEqual(expected);
    const times = { receivedBefore: AFTERWARDS, signalledBefore: AT(0) };
    expect(await stores.operationOutbox.listUnsignalled(times, 10)).toEqual(expected);
  });

  describe('operations that were not started', () => {
    it('are listed when they were announced before a time, oldest first, as many as asked for', async () => {
      for (const second of [3, 1, 2]) await announce(`op${second}`, second);
      expect(await unstarted()).toEqual(['op1', 'op2', 'op3']);
      expect(await unstarted(AFTERWARDS, 2)).toEqual(['op1', 'op2']);
      expect(await unstarted(AT(3))).toEqual(['op1', 'op2']);
    });

    it('are not listed any more once they are marked', async () => {
      await announce('started');
      await announce('waiting');
      await stores.operationOutbox.markStarted(keyOf('started'), AT(1));
      expect(await unstarted()).toEqual(['waiting']);
    });

    it('are also those whose reports are signalled', async () => {
      await announce('op1');
      await stores.operationOutbox.markSignalled(keyOf('op1'), AT(1));
      expect(await unstarted()).toEqual([]);
    });
  });

  describe('reports that were not signalled', () => {
    it('are listed by operation, each once, the longest wait first, as many as asked for', async () => {
      for (const id of ['op1', 'op2', 'op3']) await announce(id);
      await report('op2', 2);
      await report('op1', 3);
      await report('op3', 4);
      await report('op3', 1, 'c_crop');
      expect(await unsignalled()).toEqual(['op3', 'op2', 'op1']);
      expect(await unsignalled(AFTERWARDS, AT(0), 1)).toEqual(['op3']);
      expect(await unsignalled(AT(3))).toEqual(['op3', 'op2']);
    });

    it('are listed again when their signal was long ago', async () => {
      await announce('op1');
      await report('op1');
      await stores.operationOutbox.markSignalled(keyOf('op1'), AT(3));
      expect(await unsignalled(AFTERWARDS, AT(3))).toEqual([]);
      expect(await unsignalled(AFTERWARDS, AT(4))).toEqual(['op1']);
    });

    it('are never listed once they are applied', async () => {
      await announce('op1');
      await report('op1');
      await stores.operations.advance(keyOf('op1'), AT(2), (record, reports) =>
        operationStep(record, reports, AT(2)),
      );
      expect(await unsignalled(AFTERWARDS, AFTERWARDS)).toEqual([]);
    });
  });
});
