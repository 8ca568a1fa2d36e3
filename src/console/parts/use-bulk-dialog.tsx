import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { AskedBulkAction } from '../calls/bulk-actions';
import type { Session } from '../calls/session';
import { notAdminReason } from './not-admin-reason';

const BulkActionDialog = lazy(async () => ({
  default: (await import('./BulkActionDialog.js')).BulkActionDialog,
}));

export interface BulkDialog {
  /** Why nobody may ask for a bulk action with this key. */
  readonly reason: string | undefined;
  readonly ask: (asked: AskedBulkAction) => void;
  readonly dialog: ReactNode;
}

/** Opens the dialog of a bulk action, which is loaded only then. The page shows `dialog` where nothing takes it away. */
export function useBulkDialog(session: Session): BulkDialog {
  const [asked, setAsked] = useState<AskedBulkAction>();
  return {
    reason: notAdminReason(session),
    ask: setAsked,
    dialog: asked && (
      <Suspense>
        <BulkActionDialog session={session} asked={asked} onClose={() => setAsked(undefined)} />
      </Suspense>
    ),
  };
}
