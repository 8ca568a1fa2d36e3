import type { ShownBulkAction } from '../calls/bulk-actions';
import { BULK_STATES } from './bulk-action-words';
import { Chip } from './Chip';

/** Where a bulk action stands. */
export function BulkStatus({ status }: Pick<ShownBulkAction, 'status'>) {
  const { tone, icon, text } = BULK_STATES[status];
  return (
    <Chip tone={tone} icon={icon}>
      {text}
    </Chip>
  );
}
