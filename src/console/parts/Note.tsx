import type { ReactNode } from 'react';
import { CallFailed } from '../calls/call';
import { Icon } from './Icon';

/** A message that somebody should read before going on. It is announced. */
export function Note({ tone, children }: { readonly tone: 'bad' | 'wait'; readonly children: ReactNode }) {
  return (
    <div className={`note ${tone}`} role="alert">
      <Icon name="alert" />
      <div>{children}</div>
    </div>
  );
}

interface FailureProps {
  readonly error: Error;
  /** What to do about it. */
  readonly children?: ReactNode;
}

/** What the API said of a request that it refused, and the id by which its log knows the request. */
export function FailureNote({ error, children }: FailureProps) {
  const requestId = error instanceof CallFailed ? error.requestId : undefined;
  return (
    <Note tone="bad">
      <p>{error.message}</p>
      {requestId !== undefined && (
        <p className="fine">
          Request <code>{requestId}</code>
        </p>
      )}
      {children}
    </Note>
  );
}
