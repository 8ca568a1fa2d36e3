import { memo, useId } from 'react';
import { BARS_HEIGHT, BARS_WIDTH, layOutBars, type BarFacts } from './bars-geometry';
import { BarShape } from './BarShape';
import './sparkline.css';

interface Props {
  readonly bars: readonly BarFacts[];
  /** What the bars show, in words. */
  readonly label: string;
}

/** Bars as small as a line of text, to be seen at a glance. The bad ones are hatched, too. */
export const Sparkline = memo(function Sparkline({ bars: facts, label }: Props) {
  const hatch = useId();
  const { bars } = layOutBars(facts);
  return (
    <span className="sparkline" role="img" aria-label={label} title={label}>
      <svg viewBox={`0 0 ${BARS_WIDTH} ${BARS_HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <defs>
          <pattern id={hatch} width="20" height="14" patternUnits="userSpaceOnUse">
            <rect className="ground" width="20" height="14" />
            <path className="hatch" d="M-5 3.5l10 -7M0 14l20 -14M15 17.5l10 -7" />
          </pattern>
        </defs>
        {bars.map((bar, at) => (
          <BarShape key={facts[at]?.atMs} bar={bar} hatch={hatch} />
        ))}
      </svg>
    </span>
  );
});
