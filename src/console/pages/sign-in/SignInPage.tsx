import { useEffect, useState } from 'react';
import { Button, FieldError, Form, Input, Label, Text, TextField } from 'react-aria-components';
import { CallFailed } from '../../calls/call';
import { useSignIn } from '../../calls/session';
import { Mark } from '../../parts/Mark';
import { FailureNote, Note } from '../../parts/Note';

interface Props {
  /** Whose session has ended, if somebody was signed in. */
  readonly ended: string | undefined;
}

const FIELDS = [
  { name: 'cloud_name', label: 'Cloud name', type: 'text', autoComplete: 'organization' },
  { name: 'api_key', label: 'API key', type: 'text', autoComplete: 'username' },
  { name: 'api_secret', label: 'API secret', type: 'password', autoComplete: 'current-password' },
  { name: 'self_declared_name', label: 'Your name (optional)', type: 'text', autoComplete: 'name' },
] as const;

const NOTHING = { cloud_name: '', api_key: '', api_secret: '', self_declared_name: '' };

export function SignInPage({ ended }: Props) {
  const signIn = useSignIn();
  useEffect(() => {
    document.title = 'Sign in · Console';
  }, []);

  const [typed, setTyped] = useState(NOTHING);
  const submit = (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (signIn.isPending) return;
    const name = typed.self_declared_name.trim();
    const body = {
      cloud_name: typed.cloud_name.trim(),
      api_key: typed.api_key.trim(),
      api_secret: typed.api_secret.trim(),
      ...(name !== '' && { self_declared_name: name }),
    };
    // The secret leaves the page with the form, whatever the answer.
    signIn.mutate(body, { onSettled: () => setTyped({ ...typed, api_secret: '' }) });
  };

  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Mark />
        <h1>Sign in</h1>
        <p className="lead">With an access key of your product environment.</p>
        {ended !== undefined && !signIn.isError && (
          <Note tone="wait">
            <p>The session of {ended} has ended. Sign in again to go on where you were.</p>
          </Note>
        )}
        {signIn.isError && <SignInFailure error={signIn.error} />}
        <Form onSubmit={submit}>
          {FIELDS.map(({ name, label, type, autoComplete }) => (
            <TextField
              key={name}
              name={name}
              value={typed[name]}
              onChange={(value) => setTyped({ ...typed, [name]: value })}
              type={type}
              isRequired={name !== 'self_declared_name'}
              autoComplete={autoComplete}
              spellCheck="false"
            >
              <Label>{label}</Label>
              <Input autoCapitalize="off" />
              {name === 'self_declared_name' && (
                <Text slot="description" className="fine">
                  For the audit log, if others use this key, too.
                </Text>
              )}
              <FieldError />
            </TextField>
          ))}
          <Button type="submit" className={`button solid ${signIn.isPending ? 'busy' : ''}`}>
            {signIn.isPending ? 'Signing in …' : 'Sign in'}
          </Button>
        </Form>
        <KeyHelp />
      </div>
    </main>
  );
}

/** The API's own words, after what they mean here. */
function SignInFailure({ error }: { readonly error: Error }) {
  const isWrong = error instanceof CallFailed && error.status === 401;
  if (!isWrong) return <FailureNote error={error} />;
  return (
    <Note tone="bad">
      <p>
        No enabled access key has this cloud name, API key and API secret. Five wrong attempts lock the key
        for 15 minutes.
      </p>
    </Note>
  );
}

function KeyHelp() {
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
  return (
    <div className="key-help">
      {isHere && (
        <p>
          Started with <code>npm start</code>? The key is in <code>.data/demo-credentials.json</code>.
        </p>
      )}
      <p>The secret is checked once and not kept. A session lasts 12 hours, or one hour without use.</p>
    </div>
  );
}
