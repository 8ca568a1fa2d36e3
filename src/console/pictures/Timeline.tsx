import { ICON_LINES, type IconName } from '../parts/Icon';
import { spanWords } from '../parts/countdown-words';
import type { TimelineLayout } from './timeline-geometry';

/** How an attempt looks: by its colour, its shape and its text. */
export interface AttemptLook {
  readonly tone: 'good' | 'bad' | 'plain';
  readonly icon: IconName;
  readonly text: string;
}

interface Props {
  readonly layout: TimelineLayout;
  /** By the number of the attempt. */
  readonly looks: ReadonlyMap<number, AttemptLook>;
  readonly isEnded: boolean;
}

const HEIGHT = 104;
const AXIS_Y = 52;
const BLOCK = 36;

/** A delivery's attempts and waits as a picture. The list below it says the same, so screen readers skip it. */
export function Timeline({ layout, looks, isEnded }: Props) {
  const { width, blocks, waits, marks, nowX } = layout;
  return (
    // It scrolls by itself, and so by keyboard, too.
    <div className="timeline" tabIndex={0} role="region" aria-label="Picture of the attempts">
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true">
        {waits.map((wait) => (
          <Wait key={wait.x} {...wait} />
        ))}
        {blocks.map(({ number, x, width: blockWidth, isPlanned }) => (
          <g key={number} className={isPlanned ? 'planned' : looks.get(number)?.tone}>
            <rect x={x} y={AXIS_Y - BLOCK / 2} width={blockWidth} height={BLOCK} rx={6} />
            {isPlanned ? (
              <text x={x + blockWidth / 2} y={AXIS_Y + 4}>
                {number}
              </text>
            ) : (
              <Outcome look={looks.get(number)} x={x + blockWidth / 2} number={number} />
            )}
          </g>
        ))}
        {marks.map((x, index) => (
          <path key={index} className="mark-of-somebody" d={`M${x} ${AXIS_Y - 20} l-5 -9 h10 Z`} />
        ))}
        {!isEnded && <path className="now" d={`M${nowX} ${AXIS_Y - 20} V${AXIS_Y + 10}`} />}
      </svg>
    </div>
  );
}

/** A broken line with the time that it leaves out. */
function Wait({ x, width, ms, beginsRun }: TimelineLayout['waits'][number]) {
  const middle = x + width / 2;
  return (
    <g className="wait-line">
      <path
        d={`M${x} ${AXIS_Y} H${middle - 7} m3 6 l4 -12 m3 12 l4 -12 M${middle + 9} ${AXIS_Y} H${x + width}`}
      />
      <text x={middle} y={AXIS_Y + 24}>
        {spanWords(ms)}
      </text>
      {beginsRun !== undefined && (
        <>
          <path className="run" d={`M${x + width - 6} 12 V${HEIGHT - 8}`} />
          <text x={x + width - 12} y={18} className="run-name">
            Run {beginsRun}
          </text>
        </>
      )}
    </g>
  );
}

function Outcome({ look, x, number }: { look: AttemptLook | undefined; x: number; number: number }) {
  if (!look) return null;
  return (
    <>
      <svg x={x - 8} y={AXIS_Y - 8} width={16} height={16} viewBox="0 0 16 16" className="icon">
        <path d={ICON_LINES[look.icon]} />
      </svg>
      <text x={x} y={AXIS_Y + 34}>
        {look.text}
      </text>
      <text x={x} y={AXIS_Y - 26} className="number">
        {number}
      </text>
    </>
  );
}
