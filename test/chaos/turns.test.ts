import { Turns } from '../../chaos/turns';

it('lets whoever takes what is taken wait for its turn, and nobody else', async () => {
  const turns = new Turns();
  const order: string[] = [];
  const free = await turns.take(['api-1', 'worker-1']);
  const waiting = turns.take(['worker-1']).then((done) => {
    order.push('after');
    done();
  });
  (await turns.take(['postgres']))();
  (await turns.take(['']))();
  (await turns.take(['']))();
  order.push('before');
  free();
  await waiting;
  expect(order).toEqual(['before', 'after']);
});
