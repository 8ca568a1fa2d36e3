import { useId, type ReactNode } from 'react';
import type { AuthScheme, SuccessStatuses } from '../../../domain/triggers/trigger';
import type { TriggerDraft } from './trigger-draft';

interface Props {
  readonly draft: TriggerDraft;
  readonly isReadOnly: boolean;
  readonly onChange: (changed: Partial<TriggerDraft>) => void;
}

interface SchemeWords {
  readonly text: string;
  readonly headers: readonly string[];
}

const LEGACY = 'X-Cld-Signature';
const ED25519 = 'X-Cld-Signature_v2';

/** What each scheme sends beside `X-Cld-Timestamp`. */
const SCHEMES: Readonly<Record<AuthScheme, SchemeWords>> = {
  default: { text: 'Both signatures: receivers choose which one they verify.', headers: [LEGACY, ED25519] },
  legacy_hmac: {
    text: 'The digest with the API secret alone, as the official SDKs verify it.',
    headers: [LEGACY],
  },
  eddsa_v2: { text: 'The Ed25519 signature alone: receivers need no secret.', headers: [ED25519] },
};

const ANSWERS: Readonly<Record<SuccessStatuses, string>> = {
  '200': '200 alone accepts a notification, as the contract says.',
  '2xx': 'Any answer from 200 to 299 accepts it.',
};

/** How notifications are signed, and which answers accept them. */
export function SigningTab({ draft, isReadOnly, onChange }: Props) {
  return (
    <>
      <Choices
        title="Signing scheme"
        value={draft.authScheme}
        isReadOnly={isReadOnly}
        choices={keysOf(SCHEMES).map((scheme) => ({
          value: scheme,
          text: (
            <>
              {SCHEMES[scheme].text}
              <span className="header-names">
                {SCHEMES[scheme].headers.map((name) => (
                  <code key={name}>{name}</code>
                ))}
                <code>X-Cld-Timestamp</code>
              </span>
            </>
          ),
        }))}
        onChange={(authScheme) => onChange({ authScheme })}
      />
      <Choices
        title="Accepted answers"
        value={draft.successStatuses}
        isReadOnly={isReadOnly}
        choices={keysOf(ANSWERS).map((value) => ({ value, text: ANSWERS[value] }))}
        onChange={(successStatuses) => onChange({ successStatuses })}
      />
    </>
  );
}

interface ChoicesProps<Value extends string> {
  readonly title: string;
  readonly value: Value;
  readonly isReadOnly: boolean;
  readonly choices: readonly { readonly value: Value; readonly text: ReactNode }[];
  readonly onChange: (value: Value) => void;
}

function Choices<Value extends string>({ title, value, isReadOnly, choices, onChange }: ChoicesProps<Value>) {
  const name = useId();
  return (
    <fieldset className="choices" disabled={isReadOnly}>
      <legend>{title}</legend>
      {choices.map((choice) => (
        <div key={choice.value} className="choice">
          <input
            type="radio"
            id={`${name}-${choice.value}`}
            name={name}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          <label htmlFor={`${name}-${choice.value}`}>
            <code>{choice.value}</code>
            <span className="fine">{choice.text}</span>
          </label>
        </div>
      ))}
    </fieldset>
  );
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(record) as Key[];
}
