import { useSyncExternalStore } from 'react';

const CHOICES = {
  theme: ['system', 'light', 'dark'],
  zone: ['local', 'utc'],
  /** Whether keys that stand alone do something. */
  shortcuts: ['on', 'off'],
} as const;

/** Everything that the Console keeps in the browser's storage, by its key there. Source: docs/decisions.md D66. */
type Preference = keyof typeof CHOICES;
export type Choice<Name extends Preference> = (typeof CHOICES)[Name][number];

const listeners = new Set<() => void>();

/** A choice that the browser keeps, and how to change it. */
export function usePreference<Name extends Preference>(name: Name) {
  const choice = useSyncExternalStore(subscribe, () => read(name));
  return [choice, (chosen: Choice<Name>) => choose(name, chosen)] as const;
}

/** Stores every choice again: what empties the storage, such as signing out, takes none. */
export function keepPreferences(): () => void {
  const kept = { theme: read('theme'), zone: read('zone'), shortcuts: read('shortcuts') };
  return () => {
    choose('theme', kept.theme);
    choose('zone', kept.zone);
    choose('shortcuts', kept.shortcuts);
  };
}

/** Makes the page look as chosen. */
export function applyTheme(): void {
  document.documentElement.dataset['theme'] = read('theme');
}

function read<Name extends Preference>(name: Name): Choice<Name> {
  const choices: readonly Choice<Name>[] = CHOICES[name];
  const stored = localStorage.getItem(name);
  return choices.find((choice) => choice === stored) ?? CHOICES[name][0];
}

function choose<Name extends Preference>(name: Name, chosen: Choice<Name>): void {
  if (chosen === CHOICES[name][0]) localStorage.removeItem(name);
  else localStorage.setItem(name, chosen);
  applyTheme();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}
