import type { SigningKey } from '../../calls/webhooks';
import { Chip } from '../../parts/Chip';
import { Command } from '../../parts/Command';
import { Panel } from '../../parts/Panel';
import { Time } from '../../parts/Time';
import { visibleText } from '../../parts/visible-text';

const CREATE = `curl -u "$PROVISIONING_KEY:$PROVISIONING_SECRET" \\
  -H 'content-type: application/json' -d '{"name": "hooks-2027", "role": "read"}' \\
  "${location.origin}/v1_1/provisioning/accounts/$ACCOUNT_ID/sub_accounts/$SUB_ACCOUNT_ID/access_keys"`;

/** The access keys of the product environment, without their secrets. */
export function AccessKeysPanel({ keys: { candidates, signing } }: { readonly keys: SigningKey }) {
  return (
    <Panel title="Access keys" aside={<span className="fine">Their secrets are shown nowhere</span>}>
      <table className="list access-keys" aria-label="Access keys">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Name</th>
            <th scope="col">API key</th>
            <th scope="col">Role</th>
            <th scope="col">Created</th>
          </tr>
        </thead>
        <tbody>
          {candidates.map((key) => (
            <tr key={key.api_key}>
              <td>
                <span className="chips">
                  {key.enabled ? (
                    <Chip tone="good" icon="check">
                      Enabled
                    </Chip>
                  ) : (
                    <Chip tone="plain" icon="stop">
                      Disabled
                    </Chip>
                  )}
                  {key.api_key === signing?.api_key && (
                    <Chip tone="good" icon="shield">
                      Signs now
                    </Chip>
                  )}
                  {key.dedicated && key.api_key !== signing?.api_key && (
                    <Chip tone="wait" icon="alert">
                      Dedicated
                    </Chip>
                  )}
                </span>
              </td>
              <td>
                <strong>{visibleText(key.name)}</strong>
              </td>
              <td data-label="API key">
                <code>{key.api_key}</code>
              </td>
              <td data-label="Role">{key.role}</td>
              <td data-label="Created">
                <Time at={key.created_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <details>
        <summary>Create, disable or delete a key</summary>
        <p className="fine">
          That takes the provisioning key of the account, which the Console never asks for. This creates a
          key; its answer has the secret.
        </p>
        <Command text={CREATE} what="the command that creates an access key" />
      </details>
    </Panel>
  );
}
