import http from 'node:http';
import type { LookupFunction } from 'node:net';
import { text } from 'node:stream/consumers';
import { Agent, request } from 'undici';
import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { createNameResolver } from '../../src/outbound/network/allowed-addresses';
import { createSender } from '../../src/outbound/sender';
import { type Receiver, startReceiver } from '../support/receivers/receiver';

const SECRET = 'the password of the database';
const LITERALS = ['127.0.0.1', '127.1', '2130706433', '0x7f.1', '0177.0.0.1', '①②⑦.⓪.⓪.①', '127.0.0.1.'];

/** POSTs to a URL that a customer chose. @returns the answer's body. */
type Post = (url: string) => Promise<string>;

/** As strict as a hook can be: it lets nothing through. */
const refuseAll: LookupFunction = (_hostname, _options, callback) => callback(new Error('not allowed'), '');

const postByAgent: Post = async (url) => {
  const agent = new http.Agent({ lookup: refuseAll });
  const message = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http.request(url, { method: 'POST', agent }, resolve).on('error', reject).end('{}');
  });
  return text(message);
};

const postByUndici: Post = async (url) => {
  const dispatcher = new Agent({ connect: { lookup: refuseAll } });
  const { body } = await request(url, { method: 'POST', body: '{}', dispatcher });
  return body.text();
};

const postByOurs: Post = async (url) => {
  const rules = createAddressRules({ allowCidrs: [] });
  const sender = createSender({ rules, resolver: createNameResolver() });
  const outcome = await sender.post({ url, body: '{}', headers: {}, timeoutMs: 5_000 });
  sender.close();
  return outcome.kind === 'unreachable' ? outcome.errorCode : outcome.responseExcerpt;
};

let internal: Receiver;
beforeEach(async () => {
  internal = await startReceiver(() => ({ status: 200, body: SECRET }));
});
afterEach(() => internal.close());

/** What each spelling of an internal server's address gets from it. */
function attack(post: Post): Promise<readonly string[]> {
  const { port } = new URL(internal.url);
  return Promise.all(LITERALS.map((host) => post(`http://${host}:${port}/`)));
}

describe('an internal address that is written out', () => {
  it.each([
    ['an http.Agent', postByAgent],
    ['an undici agent', postByUndici],
  ])('passes the guarded name lookup of %s, which is not asked', async (_what, post) => {
    expect(await attack(post)).toEqual(LITERALS.map(() => SECRET));
  });

  it('does not pass ours', async () => {
    expect(await attack(postByOurs)).toEqual(LITERALS.map(() => 'destination_not_allowed'));
    expect(internal.requests).toEqual([]);
  });
});
