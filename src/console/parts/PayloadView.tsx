import { useEffect, useRef } from 'react';
import { visibleText } from './visible-text';
import { payloadLines } from './payload-lines';

const MAX_LINES = 1_000;
/** Deeper levels are not moved further to the right. */
const MAX_DEPTH = 12;

/** Above and below a line that comes into view, in pixels. */
const MARGIN = 48;

interface Props {
  readonly value: unknown;
  /** Places that lead back to the filter. */
  readonly read?: ReadonlySet<string>;
  readonly place?: string | undefined;
  readonly onPlace?: (pointer: string) => void;
}

/** A JSON document by lines. The place that is pointed at is marked, and comes into view. */
export function PayloadView({ value, read, place, onPlace }: Props) {
  const marked = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Within its own box: the page stays where it is.
    const line = marked.current;
    const box = line?.parentElement;
    if (place === undefined || !line || !box) return;
    const isSeen =
      line.offsetTop >= box.scrollTop && line.offsetTop < box.scrollTop + box.clientHeight - MARGIN;
    if (!isSeen) box.scrollTop = line.offsetTop - MARGIN;
  }, [place]);
  const lines = payloadLines(value, MAX_LINES);
  return (
    <div className="payload" tabIndex={0} role="region" aria-label="Payload as JSON">
      {lines.map(({ pointer, depth, text }, index) => {
        const isMarked = pointer !== undefined && pointer === place;
        const isRead = pointer !== undefined && read?.has(pointer);
        return (
          <div
            key={index}
            ref={isMarked ? marked : undefined}
            className={`line depth-${Math.min(depth, MAX_DEPTH)}${isMarked ? ' marked' : ''}`}
          >
            {isRead && onPlace ? (
              <button type="button" aria-pressed={isMarked} onClick={() => onPlace(pointer)}>
                {visibleText(text)}
              </button>
            ) : (
              visibleText(text)
            )}
          </div>
        );
      })}
      {lines.length >= MAX_LINES && <div className="line">… the rest is not shown</div>}
    </div>
  );
}
