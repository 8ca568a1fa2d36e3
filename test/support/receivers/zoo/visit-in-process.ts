import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createAddressRules } from '../../../../src/domain/destinations/address-rules';
import { createNameResolver } from '../../../../src/outbound/network/allowed-addresses';
import { createSender, type HttpSender } from '../../../../src/outbound/sender';
import { createGreedySender } from './greedy-sender';
import type { ProcessVisits, ZooMeasurement } from './process-visits';
import { visitAll } from './visit';

/* A process of its own that makes all visits once to warm up and once measured, and prints what it found. */

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const { visits, ca, sender: kind } = JSON.parse(process.argv[2] ?? '') as ProcessVisits;

function openOurs(): HttpSender {
  const rules = createAddressRules({ allowCidrs: ['127.0.0.0/8'] });
  return createSender({ rules, resolver: createNameResolver(), ca });
}

async function visitZoo(sender: HttpSender) {
  const visited = await visitAll(sender, visits);
  const settled = activeResources();
  await whenIdle();
  const idle = activeResources();
  sender.close();
  await whenIdle();
  return { kinds: visited.map(({ outcome }) => outcome.kind), settled, idle };
}

async function measure(): Promise<ZooMeasurement> {
  await visitZoo(openOurs());
  const resources = activeResources();
  const liveBytes = liveMemoryBytes();
  const residentBytes = process.memoryUsage.rss();

  let peakBytes = liveBytes;
  const sampler = setInterval(() => (peakBytes = Math.max(peakBytes, liveMemoryBytes())), 25).unref();
  const { kinds, ...during } = await visitZoo(kind === 'greedy' ? createGreedySender() : openOurs());
  clearInterval(sampler);
  return {
    kinds,
    resources: { before: resources, ...during, closed: activeResources() },
    livePeakGrowthBytes: peakBytes - liveBytes,
    liveGrowthBytes: liveMemoryBytes() - liveBytes,
    residentGrowthBytes: process.memoryUsage.rss() - residentBytes,
  };
}

/** Sockets end over some turns of the event loop; what does not end within a second is left. */
async function whenIdle(): Promise<void> {
  for (let turn = 0; turn < 100 && activeResources().some((name) => /TCP|TLS|Immediate/.test(name)); turn++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  // What is finalized in one collection is freed in the next.
  for (let round = 0; round < 3; round++) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function activeResources(): string[] {
  return process
    .getActiveResourcesInfo()
    .filter((name) => name !== 'PipeWrap')
    .sort();
}

/** What is in use: without what only waits to be collected. */
function liveMemoryBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

void measure().then((measurement) => process.stdout.write(JSON.stringify(measurement)));
