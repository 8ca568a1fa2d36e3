import { isIPv4 } from 'node:net';

const TYPE_A = 1;
const TYPE_CNAME = 5;
const TYPE_AAAA = 28;
const CODES = { found: 0, servfail: 2, nxdomain: 3, refused: 5 };

/** What a query asks. Source: RFC 1035, section 4. */
export interface Question {
  /** In lower case. */
  readonly name: string;
  readonly family: 4 | 6;
  /** Header and question, to be repeated in the reply. */
  readonly bytes: Buffer;
}

export interface Reply {
  readonly code: keyof typeof CODES;
  /** Names that lead to the addresses, one by one. */
  readonly aliases: readonly string[];
  readonly addresses: readonly string[];
}

export function readQuestion(query: Buffer): Question {
  const labels: string[] = [];
  let offset = 12;
  for (let length = query[offset++]; length; length = query[offset++]) {
    labels.push(query.toString('latin1', offset, offset + length));
    offset += length;
  }
  return {
    name: labels.join('.').toLowerCase(),
    family: query.readUInt16BE(offset) === TYPE_AAAA ? 6 : 4,
    bytes: query.subarray(0, offset + 4),
  };
}

/** Leaves out addresses of the other family. */
export function writeReply({ name, family, bytes }: Question, { code, aliases, addresses }: Reply): Buffer {
  const matching = addresses.filter((address) => isIPv4(address) === (family === 4));
  const owners = [name, ...aliases];
  const records = [
    ...aliases.map((alias, index) => record(owners[index] ?? '', TYPE_CNAME, nameBytes(alias))),
    ...matching.map((address) => addressRecord(owners.at(-1) ?? '', address)),
  ];
  const header = Buffer.from(bytes.subarray(0, 12));
  header.writeUInt16BE(0x8180 | CODES[code], 2);
  header.writeUInt16BE(records.length, 6);
  header.fill(0, 8, 12);
  return Buffer.concat([header, bytes.subarray(12), ...records]);
}

function addressRecord(owner: string, address: string): Buffer {
  return isIPv4(address)
    ? record(owner, TYPE_A, Buffer.from(address.split('.').map(Number)))
    : record(owner, TYPE_AAAA, ipv6Bytes(address));
}

/** Name, type, class IN, time to live 0, length, data. */
function record(owner: string, type: number, data: Buffer): Buffer {
  const fields = Buffer.alloc(10);
  fields.writeUInt16BE(type, 0);
  fields.writeUInt16BE(1, 2);
  fields.writeUInt16BE(data.length, 8);
  return Buffer.concat([nameBytes(owner), fields, data]);
}

function nameBytes(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`));
  return Buffer.concat([...labels, Buffer.from([0])]);
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
