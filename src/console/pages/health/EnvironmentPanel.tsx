import type { Session } from '../../calls/session';
import { CopyButton } from '../../parts/CopyButton';
import { Panel } from '../../parts/Panel';
import { Time } from '../../parts/Time';

const ROLE_WORDS = {
  admin: 'may see and change everything',
  read: 'may see everything and change nothing',
  'events:publish': 'may publish events',
} as const;

/** Whose product environment it is, and by which key one has signed in. */
export function EnvironmentPanel({ session }: { readonly session: Session }) {
  const { cloud_name: cloudName, api_key: apiKey, role, expires_at: expiresAt } = session;
  const address = `${location.origin}/v1_1/${cloudName}`;
  return (
    <Panel title="Product environment">
      <dl className="facts">
        <dt>Cloud name</dt>
        <dd>{cloudName}</dd>
        <dt>API key</dt>
        <dd>
          <span>{apiKey}</span>
          <CopyButton text={apiKey} what="the API key" />
        </dd>
        <dt>Role</dt>
        <dd>
          <span>
            {role} <span className="fine">{ROLE_WORDS[role]}</span>
          </span>
        </dd>
        <dt>API</dt>
        <dd>
          <span className="url">{address}</span>
          <CopyButton text={address} what="the address of the API" />
        </dd>
        <dt>Session until</dt>
        <dd>
          <Time at={expiresAt} />
        </dd>
      </dl>
    </Panel>
  );
}
