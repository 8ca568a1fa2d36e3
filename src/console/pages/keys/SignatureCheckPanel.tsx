import { useId, useRef, useState } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import { useSignatureCheck } from '../../calls/keys';
import type { Session } from '../../calls/session';
import { Icon } from '../../parts/Icon';
import { FailureNote } from '../../parts/Note';
import { Panel } from '../../parts/Panel';
import { visibleText } from '../../parts/visible-text';
import { Findings } from './Findings';
import { numberText } from '../../parts/number-text';

interface ChosenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The API takes no larger one. */
const MAX_BYTES = 1024 * 1024;

/** Says which key signed a notification, or why its signature does not verify. */
export function SignatureCheckPanel({ session }: { readonly session: Session }) {
  const check = useSignatureCheck(session);
  const [text, setText] = useState('');
  const [file, setFile] = useState<ChosenFile>();
  const [headers, setHeaders] = useState({ timestamp: '', signature: '', signatureV2: '' });
  const [fault, setFault] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const bodyId = useId();
  const change = (changes: Partial<typeof headers>) => setHeaders({ ...headers, ...changes });
  const mayCheck = session.role === 'admin';

  const submit = () => {
    const bytes = file?.bytes ?? new TextEncoder().encode(text);
    const { timestamp, signature, signatureV2 } = headers;
    const found = faultOf(bytes, headers);
    setFault(found);
    if (found !== undefined) {
      check.reset();
      return;
    }
    check.mutate({
      body_base64: base64Of(bytes),
      timestamp: timestamp.trim(),
      ...(signature.trim() !== '' && { signature: signature.trim() }),
      ...(signatureV2.trim() !== '' && { signature_v2: signatureV2.trim() }),
    });
  };
  return (
    <Panel title="Signature check">
      <p>
        A receiver says that a signature does not verify? Paste what it got. This page says which key signed
        it, or what is different.
      </p>
      <form
        ref={form}
        className="signature-check"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="check-body">
          <label htmlFor={bodyId}>Body, exactly as it was received</label>
          {file ? (
            <p className="chosen-file">
              <span>
                {visibleText(file.name)} <span className="fine">{numberText(file.bytes.length)} bytes</span>
              </span>
              <Button className="button quiet small" onPress={() => setFile(undefined)}>
                <Icon name="cross" />
                Paste instead
              </Button>
            </p>
          ) : (
            <textarea
              id={bodyId}
              rows={6}
              value={text}
              spellCheck={false}
              autoCapitalize="off"
              autoComplete="off"
              placeholder='{"notification_type":"upload", …'
              onChange={({ target }) => setText(target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
              }}
            />
          )}
          <p className="fine">
            Pasting can change line breaks. A file keeps every byte.{' '}
            <FileTrigger onSelect={(files) => void read(files).then((chosen) => chosen && setFile(chosen))}>
              <Button className="link-button">Choose a file</Button>
            </FileTrigger>
          </p>
        </div>
        <HeaderField
          label="X-Cld-Timestamp"
          placeholder="1773480413"
          value={headers.timestamp}
          onChange={(timestamp) => change({ timestamp })}
        />
        <HeaderField
          label="X-Cld-Signature"
          placeholder="40 or 64 hex digits"
          value={headers.signature}
          onChange={(signature) => change({ signature })}
        />
        <HeaderField
          label="X-Cld-Signature_v2"
          placeholder="88 characters of base64"
          isWide
          value={headers.signatureV2}
          onChange={(signatureV2) => change({ signatureV2 })}
        />
        <div className="check-actions">
          <button
            type="submit"
            className={`button solid ${check.isPending ? 'busy' : ''}`}
            disabled={!mayCheck}
            aria-describedby={mayCheck ? undefined : `${bodyId}-lock`}
          >
            {check.isPending ? 'Checking …' : 'Check'}
          </button>
          <span className="fine" id={`${bodyId}-lock`}>
            {mayCheck
              ? 'Nothing of it is stored.'
              : `A key with the role ${session.role} may not check signatures.`}
          </span>
        </div>
      </form>
      <div role="status">
        {fault !== undefined && <p className="check-fault">{fault}</p>}
        {check.error && <FailureNote error={check.error} />}
        {check.data && !check.isPending && <Findings found={check.data} />}
      </div>
    </Panel>
  );
}

interface FieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  /** Whether it has a line of its own. */
  readonly isWide?: boolean;
  readonly onChange: (value: string) => void;
}

function HeaderField({ label, placeholder, value, isWide = false, onChange }: FieldProps) {
  const id = useId();
  return (
    <div className={isWide ? 'field check-header wide' : 'field check-header'}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}

interface Headers {
  readonly timestamp: string;
  readonly signature: string;
  readonly signatureV2: string;
}

/** What is missing before anything can be asked. */
function faultOf(bytes: Uint8Array, { timestamp, signature, signatureV2 }: Headers): string | undefined {
  if (bytes.length > MAX_BYTES) {
    return `Body: got ${numberText(bytes.length)} bytes, expected at most ${numberText(MAX_BYTES)}.`;
  }
  if (!/^\d{1,16}$/.test(timestamp.trim())) return 'X-Cld-Timestamp: expected the digits of a Unix time.';
  if (`${signature}${signatureV2}`.trim() === '')
    return 'Expected X-Cld-Signature, X-Cld-Signature_v2, or both.';
  return undefined;
}

async function read(files: FileList | null): Promise<ChosenFile | undefined> {
  const file = files?.[0];
  return file && { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** So many bytes at once: more would be too many arguments of one call. */
const CHUNK_BYTES = 32_768;

/** Bytes in standard base64. */
function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES));
  }
  return btoa(binary);
}
