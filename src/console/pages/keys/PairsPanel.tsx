import { useState } from 'react';
import { keySetPath, useRotation } from '../../calls/keys';
import type { Session } from '../../calls/session';
import type { SigningKey } from '../../calls/webhooks';
import { ActionButton } from '../../parts/ActionButton';
import { Chip } from '../../parts/Chip';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { CopyButton } from '../../parts/CopyButton';
import { FailureNote } from '../../parts/Note';
import { Panel } from '../../parts/Panel';
import { Time } from '../../parts/Time';

type Pair = SigningKey['ed25519_pairs'][number];

interface Props {
  readonly session: Session;
  /** Newest first. */
  readonly pairs: readonly Pair[];
  /** Why nothing can be changed; `undefined` when it can. */
  readonly lock: string | undefined;
}

/** So many pairs show at once; older ones, which nobody needs, are folded away. */
const SHOWN = 3;

/** The Ed25519 pairs of version 2 signatures, the address of their public keys, and a new pair. */
export function PairsPanel({ session, pairs, lock }: Props) {
  const rotation = useRotation(session);
  const [isAsking, setAsking] = useState(false);
  const address = `${location.origin}${keySetPath(session)}`;
  return (
    <Panel title="Version 2 key set">
      <p>Receivers verify X-Cld-Signature_v2 with the public keys at this address. It needs no key.</p>
      <p className="key-set-address">
        <code>{address}</code>
        <CopyButton text={address} what="the address of the key set" />
      </p>
      <Pairs pairs={pairs.slice(0, SHOWN)} />
      {pairs.length > SHOWN && (
        <details>
          <summary>{pairs.length - SHOWN} older</summary>
          <Pairs pairs={pairs.slice(SHOWN)} />
        </details>
      )}
      {rotation.error && <FailureNote error={rotation.error} />}
      <div role="status">{rotation.data && <p>The new pair {rotation.data.kid} signs from now on.</p>}</div>
      <div>
        <ActionButton
          label={rotation.isPending ? 'Rotating …' : 'Rotate …'}
          icon="retry"
          reason={lock ?? (rotation.isPending ? 'A new pair is being made.' : undefined)}
          onPress={() => setAsking(true)}
        />
      </div>
      <ConfirmDialog
        title="Rotate the Ed25519 pair?"
        confirm="Rotate"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => rotation.mutate()}
      >
        <p>{consequences(pairs)}</p>
        <p className="fine">
          Receivers that keep a copy of the key set have to fetch it again, or they refuse what the new pair
          signs.
        </p>
      </ConfirmDialog>
    </Panel>
  );
}

function Pairs({ pairs }: { readonly pairs: readonly Pair[] }) {
  return (
    <ul className="pairs">
      {pairs.map((pair) => (
        <li key={pair.kid} aria-label={`Pair ${pair.kid}`}>
          <code>{pair.kid}</code>
          <PairState pair={pair} />
          <span className="fine">
            In use since <Time at={pair.created_at} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function PairState({ pair: { signs, published } }: { readonly pair: Pair }) {
  if (signs) {
    return (
      <Chip tone="good" icon="shield">
        Signs now
      </Chip>
    );
  }
  return published ? (
    <Chip tone="plain" icon="check">
      Published
    </Chip>
  ) : (
    <Chip tone="plain" icon="stop">
      Retired
    </Chip>
  );
}

/** What a rotation does to the pairs that are published. */
function consequences(pairs: readonly Pair[]): string {
  const [kept, ...retired] = pairs.filter(({ published }) => published).map(({ kid }) => kid);
  const rest = kept === undefined ? '' : ` ${kept} stays published, so what it signed still verifies.`;
  const leaving = retired.length === 0 ? '' : ` ${retired.join(', ')} leaves the key set.`;
  return `A new pair signs from the next attempt on.${rest}${leaving}`;
}
