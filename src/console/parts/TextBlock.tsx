import { ShownPart, shownPart } from './ShownPart';
import { visibleText } from './visible-text';

/** A longer text of a stranger, with its line breaks. It scrolls by itself. */
export function TextBlock({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <>
      <pre className="text-block" tabIndex={0} role="region" aria-label={label}>
        {shownPart(text).split(/\r?\n/).map(visibleText).join('\n')}
      </pre>
      <ShownPart of={text} />
    </>
  );
}
