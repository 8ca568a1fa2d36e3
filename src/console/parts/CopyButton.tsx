import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { Icon } from './Icon';

const SAID_FOR_MS = 2_000;

/** Puts a text into the clipboard, and says so. @param what it is, for screen readers. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return undefined;
    const timer = setTimeout(() => setState('idle'), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  const said = { idle: 'Copy', copied: 'Copied', refused: 'Not allowed' }[state];
  return (
    <Button className="button quiet small" onPress={copy} aria-label={`Copy ${what}`}>
      <Icon name={state === 'copied' ? 'check' : 'copy'} />
      <span aria-live="polite">{said}</span>
    </Button>
  );
}
