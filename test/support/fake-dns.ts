import dgram from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';

/** A name's addresses of both families, or how the name server fails. */
export type NameAnswer = readonly string[] | 'nxdomain' | 'servfail' | 'silent';

export interface FakeDns {
  /** For `createNameResolver`. */
  readonly servers: readonly string[];
  /** Names asked for, once for each family. */
  readonly queries: readonly string[];
  /** Points a name elsewhere. */
  set(name: string, answer: NameAnswer): void;
  close(): Promise<void>;
}

const TYPE_A = 1;
const TYPE_AAAA = 28;

/** A name server on a free UDP port of 127.0.0.1; unknown names do not exist. Source: RFC 1035, section 4. */
export async function startFakeDns(names: Readonly<Record<string, NameAnswer>> = {}): Promise<FakeDns> {
  const answers = new Map(Object.entries(names));
  const queries: string[] = [];
  const server = dgram.createSocket('udp4');
  server.on('message', (query, sender) => {
    const { name, type, end } = readQuestion(query);
    queries.push(name);
    const answer = answers.get(name) ?? 'nxdomain';
    if (answer !== 'silent')
      server.send(respond(query.subarray(0, end), type, answer), sender.port, sender.address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    servers: [`127.0.0.1:${server.address().port}`],
    queries,
    set: (name, answer) => void answers.set(name, answer),
    async close() {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let offset = 12;
  for (let length = query[offset++]; length; length = query[offset++]) {
    labels.push(query.toString('latin1', offset, offset + length));
    offset += length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(offset), end: offset + 4 };
}

function respond(question: Buffer, type: number, answer: Exclude<NameAnswer, 'silent'>): Buffer {
  const addresses = typeof answer === 'string' ? [] : answer.filter((address) => typeOf(address) === type);
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(
    0x8180 | { nxdomain: 3, servfail: 2, found: 0 }[typeof answer === 'string' ? answer : 'found'],
    2,
  );
  header.writeUInt16BE(addresses.length, 6);
  header.fill(0, 8, 12);
  return Buffer.concat([header, question.subarray(12), ...addresses.map(toRecord)]);
}

function typeOf(address: string): number {
  return isIPv4(address) ? TYPE_A : TYPE_AAAA;
}

/** Name (a pointer to the question's), type, class IN, time to live 0, length, address. */
function toRecord(address: string): Buffer {
  const data = isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : ipv6Bytes(address);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(typeOf(address), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function ipv6Bytes(address: string): Buffer {
  const [left = '', right] = address.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const tail = right === undefined ? [] : groups(right);
  const zeros = Array<string>(8 - groups(left).length - tail.length).fill('0');
  return Buffer.from(
    [...groups(left), ...zeros, ...tail].map((group) => group.padStart(4, '0')).join(''),
    'hex',
  );
}
