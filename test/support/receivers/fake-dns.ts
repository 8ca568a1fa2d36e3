import dgram from 'node:dgram';
import { once } from 'node:events';
import { type Question, type Reply, readQuestion, writeReply } from './dns-message';

/** A name's addresses of both families; the name that it is an alias of; or how the name server fails. */
type SteadyAnswer =
  readonly string[] | { readonly alias: string } | 'nxdomain' | 'servfail' | 'refused' | 'garbage' | 'silent';

/** `turns` are the answers to the queries of each family in turn, the last one for ever. */
export type NameAnswer = SteadyAnswer | { readonly turns: readonly SteadyAnswer[] };

export interface FakeDns {
  /** For `createNameResolver`. */
  readonly servers: readonly string[];
  /** Names asked for, once for each family. */
  readonly queries: readonly string[];
  /** Points a name elsewhere. */
  set(name: string, answer: NameAnswer): void;
  close(): Promise<void>;
}

/** Of aliases that lead in a circle, a server sends some. */
const MAX_ALIASES = 10;

/** A name server on a free UDP port of 127.0.0.1; unknown names do not exist. */
export async function startFakeDns(names: Readonly<Record<string, NameAnswer>> = {}): Promise<FakeDns> {
  const answers = new Map(Object.entries(names).map(([name, answer]) => [name, steadily(answer)]));
  const queries: string[] = [];
  const server = dgram.createSocket('udp4');
  server.on('message', (query, sender) => {
    const question = readQuestion(query);
    queries.push(question.name);
    const reply = replyTo(question, (name) => answers.get(name)?.(question.family) ?? 'nxdomain');
    if (reply !== undefined) server.send(reply, sender.port, sender.address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    servers: [`127.0.0.1:${server.address().port}`],
    queries,
    set: (name, answer) => void answers.set(name, steadily(answer)),
    async close() {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

/** The answer to the next query of a family. */
function steadily(answer: NameAnswer): (family: Question['family']) => SteadyAnswer {
  if (typeof answer !== 'object' || !('turns' in answer)) return () => answer;
  const { turns } = answer;
  const asked = { 4: 0, 6: 0 };
  return (family) => turns[Math.min(asked[family]++, turns.length - 1)] ?? 'nxdomain';
}

/** @returns `undefined` for silence. */
function replyTo(question: Question, answerTo: (name: string) => SteadyAnswer): Buffer | undefined {
  const aliases: string[] = [];
  let answer = answerTo(question.name);
  while (typeof answer === 'object' && 'alias' in answer && aliases.length < MAX_ALIASES) {
    aliases.push(answer.alias);
    answer = answerTo(answer.alias);
  }
  if (answer === 'silent') return undefined;
  if (answer === 'garbage') return Buffer.concat([question.bytes.subarray(0, 2), Buffer.alloc(40, 0xff)]);
  return writeReply(question, { aliases, ...found(answer) });
}

function found(answer: Exclude<SteadyAnswer, 'silent' | 'garbage'>): Pick<Reply, 'code' | 'addresses'> {
  if (typeof answer === 'string') return { code: answer, addresses: [] };
  return { code: 'found', addresses: 'alias' in answer ? [] : answer };
}
