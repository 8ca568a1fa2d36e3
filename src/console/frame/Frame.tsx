import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import type { Session } from '../calls/session';
import { Mark } from '../parts/Mark';
import { Navigation } from './Navigation';
import { Shortcuts } from './Shortcuts';
import { TopBar } from './TopBar';

interface Props {
  readonly session: Session;
  readonly children: ReactNode;
}

/** What stands around every page. */
export function Frame({ session, children }: Props) {
  return (
    <div className="frame">
      <Link className="skip" href="#page">
        Skip to the page
      </Link>
      <div className="rail">
        <div>
          <Mark />
          <Navigation label="Pages" />
        </div>
      </div>
      <TopBar session={session} />
      <main id="page">{children}</main>
      <Shortcuts />
    </div>
  );
}
