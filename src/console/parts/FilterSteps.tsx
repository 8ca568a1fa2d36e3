import type { ComponentProps } from 'react';
import { MAX_STEPS } from '../../domain/triggers/filter/operators';
import { numberText } from './number-text';
import { TraceTree } from './TraceTree';

interface Props extends ComponentProps<typeof TraceTree> {
  readonly stepsUsed: number;
  /** Whether parts of the evaluation are missing. */
  readonly isCut: boolean;
}

/** The evaluation of a filter, with what it cost. */
export function FilterSteps({ stepsUsed, isCut, ...tree }: Props) {
  return (
    <>
      <TraceTree {...tree} />
      <p className="fine">
        {stepsUsed} of {numberText(MAX_STEPS)} steps used
        {isCut && '; the rest of the evaluation is not shown'}
      </p>
    </>
  );
}
