import { DomainError } from '../../src/domain/errors';
import { parseFilter } from '../../src/domain/triggers/filter';
import { runAttack } from './run-attack';
import type { FilterHarm } from './filter-attack';

const attack = (implementation: string) => runAttack<FilterHarm>('filter-attack.ts', implementation);

describe('a filter whose operator is a method of all objects', () => {
  it('matches everything and ends the process with an engine that compiles filters', async () => {
    const { harm, exitCode, stderr } = await attack('compiled');
    expect(harm).toEqual({ matches: true });
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('__defineGetter__');
  });

  it('matches nothing and ends nothing with ours, even if it was not refused before', async () => {
    expect(await attack('ours')).toEqual({ harm: { matches: false }, exitCode: 0, stderr: '' });
  });

  it('is refused when the trigger is made', () => {
    expect(() => parseFilter({ __defineGetter__: ['x', 1] })).toThrow(DomainError);
  });
});
