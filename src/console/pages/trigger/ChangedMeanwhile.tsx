import { Button } from 'react-aria-components';
import type { ShownTrigger } from '../../calls/triggers';
import { FieldChanges } from '../../parts/FieldChanges';
import { Note } from '../../parts/Note';

interface Props {
  /** The trigger that the draft was begun from. */
  readonly base: ShownTrigger;
  readonly now: ShownTrigger;
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
}

/** Somebody else has saved: what they changed, and the choice between both. Nothing is lost before it is made. */
export function ChangedMeanwhile({ base, now, onTakeTheirs, onKeepMine }: Props) {
  return (
    <Note tone="wait">
      <p>
        <strong>Somebody else changed this trigger meanwhile.</strong> Your draft is still here.
      </p>
      <FieldChanges change={{ before: factsOf(base), after: factsOf(now) }} />
      <div className="dialog-actions">
        <Button className="button plain" onPress={onTakeTheirs}>
          Discard my draft
        </Button>
        <Button className="button outlined" onPress={onKeepMine}>
          Keep my draft
        </Button>
      </div>
    </Note>
  );
}

/** What somebody may have changed. */
function factsOf({ updated_at: _time, ...facts }: ShownTrigger) {
  return facts;
}
