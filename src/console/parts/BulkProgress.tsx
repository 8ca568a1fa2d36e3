import type { ShownBulkAction } from '../calls/bulk-actions';
import { hadTheirTurn } from './bulk-action-words';
import { numberText } from './number-text';
import './bulk-progress.css';

/** How many of a bulk action's deliveries have had their turn, as a bar and in numbers. */
export function BulkProgress({ action }: { readonly action: ShownBulkAction }) {
  const handled = Math.min(hadTheirTurn(action), action.total);
  const text = `${numberText(handled)} of ${numberText(action.total)}`;
  return (
    <span className="bulk-progress">
      <progress max={action.total} value={handled} aria-label="Progress" aria-valuetext={text} />
      <span>{text}</span>
    </span>
  );
}
