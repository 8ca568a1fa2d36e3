import type { Bar } from './bars-geometry';

/** A bar with its good and its bad part. @param hatch id of the pattern that fills the bad one. */
export function BarShape({ bar, hatch }: { readonly bar: Bar; readonly hatch: string }) {
  const { x, width } = bar;
  return (
    <g>
      <rect className="good" x={x} y={bar.goodY} width={width} height={bar.goodHeight} />
      {bar.badHeight > 0 && (
        <rect
          className="bad"
          x={x}
          y={bar.badY}
          width={width}
          height={bar.badHeight}
          fill={`url(#${hatch})`}
        />
      )}
    </g>
  );
}
