import { useEffect, useEffectEvent } from 'react';

/** Saves at Ctrl-Enter, or Cmd-Enter, wherever the focus is: what has the focus does not get the key. */
export function useSaveKey(save: () => void): void {
  const onSave = useEffectEvent(save);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      onSave();
    };
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
