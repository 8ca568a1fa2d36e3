import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Session } from '../../calls/session';
import { useKeyChoice, useSigningKey, type SigningKey, type UrlSummary } from '../../calls/webhooks';
import { Icon } from '../../parts/Icon';
import { FailureNote, Note } from '../../parts/Note';
import { Panel } from '../../parts/Panel';
import { visibleText } from '../../parts/visible-text';
import { ALGORITHM_WORDS } from './algorithm-words';

interface Props {
  readonly session: Session;
  readonly urls: readonly UrlSummary[];
  /** Why nothing can be changed; `undefined` when it can. */
  readonly lock: string | undefined;
}

/** The value of the option that dedicates no key. */
const OLDEST = '';
const WHY = {
  dedicated: 'since it is dedicated to webhooks',
  oldest_enabled: 'since it is the oldest enabled key and none is dedicated',
} as const;

/** Which access key signs, and the choice of another one. */
export function SigningKeyPanel({ session, urls, lock }: Props) {
  const { data: key, error } = useSigningKey(session);
  const choice = useKeyChoice(session);
  const [wanted, setWanted] = useState<string>();
  if (error && !key) {
    return (
      <Panel title="API key for signatures">
        <FailureNote error={error} />
      </Panel>
    );
  }
  if (!key) return null;
  const dedicated = key.candidates.find((each) => each.dedicated)?.api_key ?? OLDEST;
  const value = wanted ?? dedicated;
  const end = () => {
    choice.reset();
    setWanted(undefined);
  };
  return (
    <Panel title="API key for signatures">
      <SignsNow signingKey={key} />
      {key.warnings.map((warning) => (
        <Note key={warning} tone="wait">
          <p>{warning}</p>
        </Note>
      ))}
      <div className="field">
        <label htmlFor="signing-key">Key that signs notifications</label>
        <span className="select">
          <select
            id="signing-key"
            value={value}
            disabled={lock !== undefined}
            aria-describedby="signing-key-help"
            onChange={({ target }) => setWanted(target.value === dedicated ? undefined : target.value)}
          >
            <option value={OLDEST}>{oldestWords(key)}</option>
            {key.candidates
              .filter((each) => each.enabled || each.dedicated)
              .map((each) => (
                <option key={each.api_key} value={each.api_key} disabled={!each.enabled}>
                  {visibleText(each.name)} · {each.api_key} · {each.created_at.slice(0, 10)}
                  {!each.enabled && ' · disabled'}
                </option>
              ))}
          </select>
          <Icon name="down" />
        </span>
        <p className="fine" id="signing-key-help">
          {lock ?? 'Nothing changes before you save.'}
        </p>
      </div>
      {wanted !== undefined && (
        <div className="confirm">
          <p>
            Notifications are signed with it from the next dispatch on.{' '}
            <strong>Receivers need its secret</strong> to verify them.
          </p>
          <Receiving urls={urls} />
          {choice.error && <FailureNote error={choice.error} />}
          <div className="dialog-actions">
            <Button className="button plain" onPress={end}>
              Cancel
            </Button>
            <Button
              className={`button solid ${choice.isPending ? 'busy' : ''}`}
              onPress={() =>
                choice.mutate(wanted === OLDEST ? null : wanted, { onSuccess: () => setWanted(undefined) })
              }
            >
              {choice.isPending ? 'Saving …' : 'Save'}
            </Button>
          </div>
        </div>
      )}
    </Panel>
  );
}

function SignsNow({ signingKey: { signing, algorithm } }: { readonly signingKey: SigningKey }) {
  if (!signing) return null;
  return (
    <p role="status">
      <strong>{visibleText(signing.name)}</strong> <span className="nowrap">({signing.api_key})</span> signs
      now, {WHY[signing.why]}.{' '}
      <span className="fine">The legacy signature is a {ALGORITHM_WORDS[algorithm]} digest.</span>
    </p>
  );
}

/** Whose receivers have to know. */
function Receiving({ urls }: Pick<Props, 'urls'>) {
  const receiving = urls.filter(
    ({ last_24h: { delivered, failed, waiting } }) => delivered + failed + waiting > 0,
  );
  if (receiving.length === 0) return <p className="fine">No URL received anything in the last 24 hours.</p>;
  return (
    <>
      <p className="fine">Something was sent to these in the last 24 hours:</p>
      <ul className="plain-list">
        {receiving.map(({ uri }) => (
          <li key={uri} className="url">
            {visibleText(uri)}
          </li>
        ))}
      </ul>
    </>
  );
}

function oldestWords({ candidates }: SigningKey): string {
  const oldest = candidates.find((each) => each.enabled);
  return oldest ? `Oldest enabled key (${oldest.api_key})` : 'Oldest enabled key (there is none)';
}
