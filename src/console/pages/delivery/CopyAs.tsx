import type { Session } from '../../calls/session';
import { Command } from '../../parts/Command';
import { curlCommand, verifySnippets } from './attempt-snippets';

interface Props {
  readonly sent: Pick<Parameters<typeof curlCommand>[0], 'uri' | 'body' | 'headers'>;
  readonly session: Session;
}

/** The attempt as a command, and as programs that verify its signature. The secret is a variable of the shell. */
export function CopyAs({ sent, session }: Props) {
  if (Object.keys(sent.headers).length === 0) return <p className="empty">Nothing was sent.</p>;
  const keysUrl = `${location.origin}/v1_1/${session.cloud_name}/webhook_keys`;
  return (
    <>
      <h3>curl</h3>
      <p className="fine">
        Sends the same bytes. A receiver may refuse them, since the signature has its age.
      </p>
      <Command text={curlCommand(sent)} what="the curl command" />
      {verifySnippets({ ...sent, keysUrl }).map(({ language, command, program }) => (
        <div key={language}>
          <h3>Verify with {language}</h3>
          <p className="fine">
            <code>{command}</code>
          </p>
          <Command text={program} what={`the program for ${language}`} />
        </div>
      ))}
    </>
  );
}
