import type { Session } from '../../calls/session';
import type { UrlSummary } from '../../calls/webhooks';
import { SendTestDialog } from '../../parts/SendTestDialog';

interface Props {
  readonly session: Session;
  readonly url: UrlSummary;
  readonly onClose: () => void;
}

/** Tests one of the triggers of a URL. */
export function TestUrlDialog({ session, url, onClose }: Props) {
  const [first, ...others] = url.triggers.map(({ id, event_type }) => ({ id, event_type, uri: url.uri }));
  if (!first) return null;
  return <SendTestDialog session={session} trigger={first} others={others} onClose={onClose} />;
}
