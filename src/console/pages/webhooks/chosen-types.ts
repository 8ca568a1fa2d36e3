import { ALL_EVENTS } from '../../../domain/events/event-types';

/** The types that somebody has ticked so far. */
export interface ChosenTypes {
  readonly names: ReadonlySet<string>;
  /** Before the last step, where that unticked Default by itself. */
  readonly before?: ReadonlySet<string> | undefined;
}

/** Ticks types, or unticks them. A first type beside Default alone takes its place: who picks types does not want all. */
export function chooseTypes({ names }: ChosenTypes, picked: readonly string[], isOn: boolean): ChosenTypes {
  const next = new Set(names);
  for (const name of picked) {
    if (isOn) next.add(name);
    else next.delete(name);
  }
  const takesPlace = isOn && names.size === 1 && names.has(ALL_EVENTS) && next.size > 1;
  if (!takesPlace) return { names: next };
  next.delete(ALL_EVENTS);
  return { names: next, before: new Set([...names, ...picked]) };
}

/** Whether two choices are the same. */
export function areSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((name) => b.has(name));
}
