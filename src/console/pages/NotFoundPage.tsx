import { Link } from 'wouter';
import type { Session } from '../calls/session';
import { Page } from '../parts/Page';

export function NotFoundPage({ session }: { readonly session: Session }) {
  return (
    <Page title="No such page" session={session}>
      <p>
        The Console has no page at this address. <Link href="/">Go to the home page</Link>
      </p>
    </Page>
  );
}
