import { CopyButton } from './CopyButton';
import { ShownPart, shownPart } from './ShownPart';

/** A command for a shell, as one can copy it. */
export function Command({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <>
      <div className="command">
        {/* It scrolls by itself, and so by keyboard, too. */}
        <pre tabIndex={0} role="region" aria-label={what}>
          <code>{shownPart(text)}</code>
        </pre>
        <CopyButton text={text} what={what} />
      </div>
      <ShownPart of={text}>The copy has all of them.</ShownPart>
    </>
  );
}
