import type { Session } from '../../calls/session';
import { useNotificationUrls, useSigningKey } from '../../calls/webhooks';
import { FailureNote } from '../../parts/Note';
import { Page } from '../../parts/Page';
import { SigningKeyPanel } from '../webhooks/SigningKeyPanel';
import { AccessKeysPanel } from './AccessKeysPanel';
import { PairsPanel } from './PairsPanel';
import { SignatureCheckPanel } from './SignatureCheckPanel';
import './keys.css';

/** Which keys sign, and why a receiver says that a signature does not verify. */
export function KeysPage({ session }: { readonly session: Session }) {
  const { data: keys, error } = useSigningKey(session);
  const { data: urls } = useNotificationUrls(session);
  const lock = session.role === 'admin' ? undefined : `A key with the role ${session.role} changes nothing.`;
  return (
    <Page title="Keys & signatures" session={session}>
      {error && !keys && <FailureNote error={error} />}
      <div className="columns">
        <div className="column">
          <SignatureCheckPanel session={session} />
          {keys && <AccessKeysPanel keys={keys} />}
        </div>
        <div className="column">
          <SigningKeyPanel session={session} urls={urls?.notification_urls ?? []} lock={lock} />
          {keys && <PairsPanel session={session} pairs={keys.ed25519_pairs} lock={lock} />}
        </div>
      </div>
    </Page>
  );
}
