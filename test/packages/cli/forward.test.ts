import { forward, readForward } from '../../../packages/cli/src/listen/forward';
import { startReceiver } from '../../support/receivers/receiver';

const local = { allowRemote: false, headers: [] };
const MESSAGE = {
  body: Buffer.from('{"a":"é"}'),
  headers: { 'Content-Type': 'application/json', 'Webhook-Id': 'dlv1' },
};

describe('where to forward', () => {
  it.each([
    ['3000', 'http://localhost:3000/'],
    ['3000/hook', 'http://localhost:3000/hook'],
    ['localhost:3000/hook', 'http://localhost:3000/hook'],
    ['http://127.1.2.3:3000/hook', 'http://127.1.2.3:3000/hook'],
    ['https://app.localhost/hook', 'https://app.localhost/hook'],
    ['http://[::1]:3000', 'http://[::1]:3000/'],
  ])('%s is %s', (text, href) => {
    expect(readForward(text, local).url.href).toBe(href);
  });

  it.each([
    'http://192.168.0.1/',
    'example.com',
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
  ])('%s is another machine, which has to be allowed', (text) => {
    expect(() => readForward(text, local)).toThrow(/is not this machine: add --allow-remote/);
    expect(readForward(text, { ...local, allowRemote: true }).url.protocol).toBe('http:');
  });

  it.each(['ftp://localhost/', 'http://', '://'])('%j is no URL to forward to', (text) => {
    expect(() => readForward(text, local)).toThrow(/expected an http or https URL/);
  });

  it('a header has a name and a value', () => {
    expect(readForward('3000', { ...local, headers: ['X-A: b c'] }).headers).toEqual({ 'X-A': 'b c' });
    expect(() => readForward('3000', { ...local, headers: ['nothing'] })).toThrow('-H: got "nothing"');
  });
});

describe('forwarding', () => {
  it('sends exactly the bytes and headers, and those that were added', async () => {
    const receiver = await startReceiver([200]);
    const server = readForward(receiver.url, { ...local, headers: ['X-Added: yes'] });
    expect(await forward(server, MESSAGE)).toMatchObject({ kind: 'answered', status: 200 });
    const [request] = receiver.requests;
    expect(request?.rawBody.equals(MESSAGE.body)).toBe(true);
    expect(request?.headers).toEqual({
      'content-type': 'application/json',
      'webhook-id': 'dlv1',
      'x-added': 'yes',
      'content-length': '10',
      host: new URL(receiver.url).host,
      connection: 'keep-alive',
    });
    await receiver.close();
  });

  it('tells the first line of what a server answered, however long that is', async () => {
    const receiver = await startReceiver(() => ({
      status: 500,
      body: `\nno such table\n${'x'.repeat(1_000_000)}`,
    }));
    expect(await forward(readForward(receiver.url, local), MESSAGE)).toMatchObject({
      status: 500,
      firstLine: 'no such table',
    });
    await receiver.close();
  });

  it('says why nobody answered', async () => {
    expect(await forward(readForward('http://127.0.0.1:1/', local), MESSAGE)).toMatchObject({
      kind: 'unreachable',
      reason: 'nothing listens at 127.0.0.1:1',
    });
    const hangsUp = await startReceiver(() => 'none');
    const outcome = await forward(readForward(hangsUp.url, local), MESSAGE);
    await hangsUp.close();
    expect(outcome).toMatchObject({ kind: 'unreachable', reason: 'socket hang up' });
  });
});
