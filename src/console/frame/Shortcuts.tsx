import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { usePreference } from '../parts/preferences';
import { readKey, type Shortcut } from './shortcut-keys';
import { ShortcutsDialog } from './ShortcutsDialog';

/** Something that takes letters itself, or that lies over the page. */
const TAKES_KEYS =
  'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="menu"], [role="listbox"]';
const OVER_THE_PAGE = '[role="dialog"], [role="alertdialog"], [role="menu"]';
/** What the key "r" presses: in the row that has the focus, or else of the page itself. */
const RETRIES = '[aria-keyshortcuts="r"]';
/** What a row leads to, or else its first control. */
const ROW_TARGETS = ['a.event', 'a, button, input'];

/** Listens to keys that stand alone. Whoever turns them off keeps all the others. */
export function Shortcuts() {
  const [choice] = usePreference('shortcuts');
  const [, navigate] = useLocation();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const goSinceMs = useRef<number>(undefined);
  useEffect(() => {
    if (choice === 'off') return undefined;
    const obey = (shortcut: Shortcut): boolean => {
      if (shortcut.kind === 'help') setHelpOpen(true);
      else if (shortcut.kind === 'go') navigate(shortcut.href);
      else return obeyOnPage(shortcut.kind);
      return true;
    };
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTaken(event.target)) return;
      const read = readKey({ key: event.key, atMs: event.timeStamp }, goSinceMs.current);
      goSinceMs.current = read.goSinceMs;
      if (read.shortcut && obey(read.shortcut)) event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [choice, navigate]);
  return isHelpOpen ? <ShortcutsDialog onClose={() => setHelpOpen(false)} /> : null;
}

function isTaken(target: EventTarget | null): boolean {
  const isTyping = target instanceof Element && target.closest(TAKES_KEYS) !== null;
  return isTyping || document.querySelector(OVER_THE_PAGE) !== null;
}

/** @returns whether there was anything to do. */
function obeyOnPage(kind: 'search' | 'next' | 'previous' | 'retry' | 'tick'): boolean {
  if (kind === 'search') return focusSearch();
  if (kind === 'next') return focusRow(1);
  if (kind === 'previous') return focusRow(-1);
  const row = document.activeElement?.closest('main tbody tr');
  const target =
    kind === 'tick'
      ? row?.querySelector<HTMLElement>('input[type="checkbox"]')
      : (row?.querySelector<HTMLElement>(RETRIES) ??
        document.querySelector<HTMLElement>(`main ${RETRIES}:not(tbody *, [aria-disabled="true"])`));
  // Whoever has the focus on what is forbidden is told why.
  if (target?.ariaDisabled === 'true') target.focus();
  else target?.click();
  return target != null;
}

function focusSearch(): boolean {
  const box = document.querySelector<HTMLInputElement>('header [type="search"]');
  box?.select();
  box?.focus();
  return box !== null;
}

/** Moves the focus to the row after or before the one that has it; without one, to the first row of the page. */
function focusRow(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll('main table.list tbody tr')];
  const current = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[current === -1 ? 0 : current + step];
  if (!row) return false;
  const target = ROW_TARGETS.map((each) => row.querySelector<HTMLElement>(each)).find(
    (each) => each !== null,
  );
  target?.focus();
  return true;
}
