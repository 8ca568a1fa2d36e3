import { useState, useSyncExternalStore, type FocusEvent } from 'react';

/** How far a page may be scrolled and still be at its top, in CSS pixels. */
const TOP_PX = 240;

/** Whether somebody points at something, has the focus in it, or has scrolled down to it; and what notes that. */
export function useHeld() {
  const [isPointedAt, setPointedAt] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const isScrolled = useSyncExternalStore(subscribe, () => scrollY > TOP_PX);
  const holders = {
    onPointerEnter: () => setPointedAt(true),
    onPointerLeave: () => setPointedAt(false),
    onFocus: () => setFocus(true),
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
      if (!currentTarget.contains(relatedTarget)) setFocus(false);
    },
  };
  return { isHeld: isPointedAt || hasFocus || isScrolled, holders };
}

function subscribe(listener: () => void): () => void {
  addEventListener('scroll', listener, { passive: true });
  return () => removeEventListener('scroll', listener);
}
