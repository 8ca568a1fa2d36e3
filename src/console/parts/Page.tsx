import { useEffect, useRef, type ReactNode } from 'react';
import type { Session } from '../calls/session';

interface Props {
  readonly title: string;
  readonly session: Session;
  readonly children: ReactNode;
}

/** Whether a page was shown before: then focus follows the navigation to the next one. */
let wasShown = false;

/** A page with its heading, which is also the tab's title. */
export function Page({ title, session, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${session.cloud_name}`;
    if (wasShown) heading.current?.focus();
    wasShown = true;
  }, [title, session.cloud_name]);
  return (
    <div className="page">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </div>
  );
}
