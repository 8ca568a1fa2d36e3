import { memoryIn, processMemory } from '../../bench/waiting/process-memory';

it('reads what is resident now, and what was at most', () => {
  const status = 'Name:\tnode\nVmPeak:\t  900 kB\nVmHWM:\t  300 kB\nVmRSS:\t  200 kB\n';
  expect(memoryIn(status)).toEqual({ nowBytes: 204_800, peakBytes: 307_200 });
});

it('has no figure of a process that has ended', () => {
  expect(memoryIn('Name:\tnode\nState:\tZ (zombie)\n')).toBeUndefined();
  expect(processMemory(undefined)).toBeUndefined();
});
