import { useId, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { BARS_HEIGHT, BARS_WIDTH, layOutBars, linePath, type BarFacts } from './bars-geometry';
import { BarShape } from './BarShape';

/** One line of the picture below the bars. */
interface Line {
  readonly name: string;
  /** One for each bar; `null` where there is none. */
  readonly values: readonly (number | null)[];
}

interface Props {
  readonly label: string;
  readonly bars: readonly BarFacts[];
  readonly lines: readonly Line[];
  /** What a bar stands for. */
  readonly wordsOf: (index: number) => string;
  readonly onOpen: (index: number) => void;
}

const KEYS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowLeft: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  Home: () => 0,
  End: (_index, last) => last,
};

/**
 * Bars over time, and lines below them on the same axis. The pointer or the arrow keys read one bar; a click or Enter opens
 * it. It is a slider to screen readers: its value is the bar that is read.
 */
export function Bars({ label, bars: facts, lines, wordsOf, onOpen }: Props) {
  const hatch = useId();
  const [chosen, setChosen] = useState<number>();
  const { bars } = layOutBars(facts);
  const last = bars.length - 1;
  const index = Math.min(chosen ?? last, last);
  const most = Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const pitch = BARS_WIDTH / Math.max(1, bars.length);

  function press(event: KeyboardEvent) {
    const move = KEYS[event.key];
    if (event.key === 'Enter') onOpen(index);
    if (!move) return;
    event.preventDefault();
    setChosen(Math.max(0, Math.min(last, move(index, last))));
  }

  function point({ currentTarget, clientX }: PointerEvent) {
    const { left, width } = currentTarget.getBoundingClientRect();
    setChosen(Math.max(0, Math.min(last, Math.floor(((clientX - left) / width) * bars.length))));
  }

  return (
    <>
      <div
        className="bars"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={index}
        aria-valuetext={wordsOf(index)}
        onKeyDown={press}
        onPointerMove={point}
        onClick={() => onOpen(index)}
      >
        <svg viewBox={`0 0 ${BARS_WIDTH} ${BARS_HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <defs>
            <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse">
              <rect className="hatch-ground" width="4" height="4" />
              <path className="hatch-line" d="M-1 1l2 -2M0 4l4 -4M3 5l2 -2" />
            </pattern>
          </defs>
          <rect className="chosen-bar" x={index * pitch} y={0} width={pitch} height={BARS_HEIGHT} />
          {bars.map((bar, at) => (
            <BarShape key={facts[at]?.atMs} bar={bar} hatch={hatch} />
          ))}
        </svg>
        <svg
          className="lines"
          viewBox={`0 0 ${BARS_WIDTH} ${BARS_HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <rect className="chosen-bar" x={index * pitch} y={0} width={pitch} height={BARS_HEIGHT} />
          {lines.map(({ name, values }, at) => (
            <path key={name} className={`line-${at}`} d={linePath(values, most)} />
          ))}
        </svg>
      </div>
      <p className="bar-words">{wordsOf(index)}</p>
    </>
  );
}
