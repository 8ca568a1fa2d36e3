import { useQueryClient } from '@tanstack/react-query';
import { lazy, useEffect, useState, Component, Suspense, type ReactNode } from 'react';
import { Route, Router, Switch, Link } from 'wouter';
import { Button } from 'react-aria-components';
import { forgetAnswers } from './calls/known-answers';
import { useSession, type Nobody, type Session } from './calls/session';
import { Frame } from './frame/Frame';
import { HealthPage } from './pages/health/HealthPage';
import { SignInPage } from './pages/sign-in/SignInPage';
import { leaveUnlessAsked } from './parts/leave-guard';
import { Mark } from './parts/Mark';
import { FailureNote, Note } from './parts/Note';
import { Page } from './parts/Page';

const AuditLogPage = lazy(async () => ({
  default: (await import('./pages/audit-log/AuditLogPage.js')).AuditLogPage,
}));
const BulkActionPage = lazy(async () => ({
  default: (await import('./pages/bulk-action/BulkActionPage.js')).BulkActionPage,
}));
const BulkActionsPage = lazy(async () => ({
  default: (await import('./pages/bulk-actions/BulkActionsPage.js')).BulkActionsPage,
}));
const DeliveriesPage = lazy(async () => ({
  default: (await import('./pages/deliveries/DeliveriesPage.js')).DeliveriesPage,
}));
const DeliveryPage = lazy(async () => ({
  default: (await import('./pages/delivery/DeliveryPage.js')).DeliveryPage,
}));
const EventsPage = lazy(async () => ({
  default: (await import('./pages/events/EventsPage.js')).EventsPage,
}));
const EventPage = lazy(async () => ({
  default: (await import('./pages/event/EventPage.js')).EventPage,
}));
const KeysPage = lazy(async () => ({
  default: (await import('./pages/keys/KeysPage.js')).KeysPage,
}));
const NewTriggerPage = lazy(async () => ({
  default: (await import('./pages/trigger/NewTriggerPage.js')).NewTriggerPage,
}));
const TriggerPage = lazy(async () => ({
  default: (await import('./pages/trigger/TriggerPage.js')).TriggerPage,
}));
const WebhooksPage = lazy(async () => ({
  default: (await import('./pages/webhooks/WebhooksPage.js')).WebhooksPage,
}));

/**
 * The whole Console. When a session ends by itself, its pages stay as they are behind the sign-in page, so that nothing
 * typed is lost; whoever signs in as somebody else gets new ones.
 */
export function App() {
  const { data, error } = useSession();
  const shown = useLastSession(data);
  if (data === undefined) return error ? <Away error={error} /> : <Connecting />;
  const isSignedIn = typeof data === 'object';
  return (
    <>
      {!isSignedIn && <SignInPage ended={shown?.cloud_name} />}
      {shown && (
        <div hidden={!isSignedIn}>
          <Router base="/console" aroundNav={leaveUnlessAsked}>
            <Frame key={identityOf(shown)} session={shown}>
              <Switch>
                <Route path="/">
                  <HealthPage session={shown} />
                </Route>
                <Route path="/audit-log">
                  <LazyPage session={shown}>
                    <AuditLogPage session={shown} />
                  </LazyPage>
                </Route>
                <Route path="/bulk-actions">
                  <LazyPage session={shown}>
                    <BulkActionsPage session={shown} />
                  </LazyPage>
                </Route>
                <Route path="/bulk-actions/:id">
                  {({ id }) => (
                    <LazyPage session={shown}>
                      <BulkActionPage key={id} session={shown} id={id} />
                    </LazyPage>
                  )}
                </Route>
                <Route path="/events">
                  <LazyPage session={shown}>
                    <EventsPage session={shown} />
                  </LazyPage>
                </Route>
                <Route path="/events/:id">
                  {({ id }) => (
                    <LazyPage session={shown}>
                      <EventPage key={id} session={shown} id={id} />
                    </LazyPage>
                  )}
                </Route>
                <Route path="/deliveries">
                  <LazyPage session={shown}>
                    <DeliveriesPage session={shown} />
                  </LazyPage>
                </Route>
                <Route path="/keys">
                  <LazyPage session={shown}>
                    <KeysPage session={shown} />
                  </LazyPage>
                </Route>
                <Route path="/settings/webhooks">
                  <LazyPage session={shown}>
                    <WebhooksPage session={shown} />
                  </LazyPage>
                </Route>
                <Route path="/triggers/new">
                  <LazyPage session={shown}>
                    <NewTriggerPage session={shown} />
                  </LazyPage>
                </Route>
                <Route path="/triggers/:id">
                  {({ id }) => (
                    <LazyPage session={shown}>
                      <TriggerPage key={id} session={shown} id={id} />
                    </LazyPage>
                  )}
                </Route>
                <Route path="/deliveries/:id">
                  {({ id }) => (
                    <LazyPage session={shown}>
                      <DeliveryPage key={id} session={shown} id={id} />
                    </LazyPage>
                  )}
                </Route>
                <Route>
                  <NotFoundPage session={shown} />
                </Route>
              </Switch>
            </Frame>
          </Router>
        </div>
      )}
    </>
  );
}

/** Whose pages are there: nobody's before anybody has signed in, and after they have left. */
function useLastSession(data: Session | Nobody | undefined): Session | undefined {
  const client = useQueryClient();
  const [last, setLast] = useState<Session>();
  const current = data === 'left' ? undefined : typeof data === 'object' ? data : last;
  if (last !== current) setLast(current);
  const cloudName = current?.cloud_name;
  useEffect(() => {
    // Nothing of another product environment stays in memory: keys are what it is, whose it is, and more.
    client.removeQueries({
      predicate: ({ queryKey }) => queryKey.length > 1 && queryKey[1] !== cloudName,
    });
    forgetAnswers();
  }, [client, cloudName]);
  return current;
}

function identityOf({ cloud_name: cloudName, api_key: apiKey }: Session): string {
  return `${cloudName} ${apiKey}`;
}

function Connecting() {
  return (
    <main className="sign-in late" aria-busy="true">
      <Mark />
      <p>Connecting …</p>
    </main>
  );
}

function Away({ error }: { readonly error: Error }) {
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Mark />
        <h1>Not connected</h1>
        <FailureNote error={error} />
        <p>The page tries again by itself.</p>
      </div>
    </main>
  );
}

interface LazyPageProps {
  readonly session: Session;
  readonly children: ReactNode;
}

/** A page in a file of its own, loaded when it is opened. After an upgrade, its file may have another name. */
class LazyPage extends Component<LazyPageProps, { readonly isMissing: boolean }> {
  override readonly state = { isMissing: false };

  static getDerivedStateFromError() {
    return { isMissing: true };
  }

  override render() {
    const { session, children } = this.props;
    if (!this.state.isMissing) {
      return <Suspense fallback={<div className="page late" aria-busy="true" />}>{children}</Suspense>;
    }
    return (
      <Page title="The page did not load" session={session}>
        <Note tone="bad">
          <p>This page could not be loaded. The service may have been upgraded meanwhile.</p>
          <Button className="button quiet" onPress={() => location.reload()}>
            Load it again
          </Button>
        </Note>
      </Page>
    );
  }
}

function NotFoundPage({ session }: { readonly session: Session }) {
  return (
    <Page title="No such page" session={session}>
      <p>
        The Console has no page at this address. <Link href="/">Go to the home page</Link>
      </p>
    </Page>
  );
}
