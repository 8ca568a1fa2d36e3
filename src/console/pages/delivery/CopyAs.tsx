import { useMemo, useState } from 'react';
import type { Session } from '../../calls/session';
import { Command } from '../../parts/Command';
import { SelectField } from '../../parts/SelectField';
import { shellText } from '../../parts/shell-text';
import { verifySnippets, type VerifySnippet } from './verify-snippets';
import { LANGUAGES, type Language } from './languages';

interface Props {
  readonly sent: Pick<Parameters<typeof curlCommand>[0], 'uri' | 'body' | 'headers'>;
  readonly session: Session;
}

/** The attempt as a command, and as programs that verify its signature. The secret is a variable of the shell. */
export function CopyAs({ sent, session }: Props) {
  const { body, headers } = sent;
  const keysUrl = `${location.origin}/v1_1/${session.cloud_name}/webhook_keys`;
  // The page looks at its delivery again and again, and a body may be large.
  const snippets = useMemo(() => verifySnippets({ body, headers, keysUrl }), [body, headers, keysUrl]);
  if (Object.keys(headers).length === 0) return <p className="empty">Nothing was sent.</p>;
  return (
    <>
      <h3>curl</h3>
      <p className="fine">
        Sends the same bytes. A receiver may refuse them, since the signature has its age.
      </p>
      <Command text={curlCommand(sent)} what="the curl command" />
      {snippets.length > 0 && <Verification snippets={snippets} />}
    </>
  );
}

function Verification({ snippets }: { readonly snippets: readonly VerifySnippet[] }) {
  const [language, setLanguage] = useState<Language>('Node');
  const chosen = snippets.find((each) => each.language === language);
  if (!chosen) return null;
  return (
    <>
      <h3>Verify the signature</h3>
      <SelectField
        label="Program for"
        value={language}
        onChange={(wanted) => setLanguage(LANGUAGES.find((each) => each === wanted) ?? 'Node')}
      >
        {LANGUAGES.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </SelectField>
      <p className="fine">
        <code>{chosen.command}</code>
      </p>
      <Command text={chosen.program} what={`the program for ${language}`} />
    </>
  );
}

interface Sent {
  readonly uri: string;
  /** The text that was signed. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A command that sends an attempt again, byte by byte. A here-document always ends with a line break, which is not a part of
 * the body: `head` cuts it off.
 */
function curlCommand({ uri, body, headers }: Sent): string {
  const lines = new Set(body.split('\n'));
  let end = 'BODY';
  while (lines.has(end)) end += '_';
  const bytes = new TextEncoder().encode(body).length;
  return [
    `head -c ${bytes} <<'${end}' | curl -sS -i -X POST ${shellText(uri)} \\`,
    ...Object.entries(headers).map(([name, value]) => `  -H ${shellText(`${name}: ${value}`)} \\`),
    // Which curl would ask for before a great body.
    `  -H 'Expect:' \\`,
    '  --data-binary @-',
    body,
    end,
  ].join('\n');
}
