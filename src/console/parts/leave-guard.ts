import { useEffect, useState } from 'react';
import type { AroundNavHandler } from 'wouter';

/** Who is asked before another page is opened; `undefined` when nobody has anything to lose. */
let ask: ((leave: () => void) => void) | undefined;

/** Opens a page, unless what stands on the present one has to be asked about first. */
export const leaveUnlessAsked: AroundNavHandler = (navigate, to, options) => {
  const leave = () => navigate(to, options);
  const isSamePage = new URL(to, location.href).pathname === location.pathname;
  if (ask && !isSamePage) ask(leave);
  else leave();
};

/** Somebody who is about to leave. */
export interface Leaving {
  readonly leave: () => void;
  readonly stay: () => void;
}

/**
 * Asks before the page is left, by a link of the Console or by the browser.
 *
 * @returns who is about to leave by a link; `undefined` when nobody is.
 */
export function useLeaveGuard(isUnsaved: boolean): Leaving | undefined {
  const [leave, setLeave] = useState<() => void>();
  useEffect(() => {
    if (!isUnsaved) return undefined;
    ask = (go) => setLeave(() => go);
    const askBrowser = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', askBrowser);
    return () => {
      ask = undefined;
      removeEventListener('beforeunload', askBrowser);
    };
  }, [isUnsaved]);
  return leave && { leave, stay: () => setLeave(undefined) };
}
