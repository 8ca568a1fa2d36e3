import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { useOverview, type Overview } from '../../calls/overview';
import type { Session } from '../../calls/session';
import { FailureNote } from '../../parts/Note';
import { Page } from '../../parts/Page';
import { Icon } from '../../parts/Icon';
import { Panel } from '../../parts/Panel';
import { DeliveriesPanel } from './DeliveriesPanel';
import { EnvironmentPanel } from './EnvironmentPanel';
import { FailingPanel } from './FailingPanel';
import { FirstRunPanel } from './FirstRunPanel';
import { firstRunSteps } from './first-run-steps';
import { ServicePanel } from './ServicePanel';

const ActivityPanel = lazy(async () => ({ default: (await import('./ActivityPanel.js')).ActivityPanel }));

/** What fails now, and what happened of late; before that, how to begin. */
export function HealthPage({ session }: { readonly session: Session }) {
  const { data: overview, error } = useOverview(session);
  const steps = overview && firstRunSteps({ overview, session, origin: location.origin });
  const isFirstRun = useFirstRun(overview);
  return (
    <Page title="Health" session={session}>
      {error && <FailureNote error={error} />}
      <div className="columns">
        <div className="column wide">
          {steps && isFirstRun && <FirstRunPanel steps={steps} session={session} />}
          {overview && (overview.hasEvent || !isFirstRun) && (
            <>
              <FailingPanel session={session} />
              <Suspense fallback={<div className="skeleton late" aria-busy="true" />}>
                <ActivityPanel session={session} />
              </Suspense>
            </>
          )}
          {overview && <DeliveriesPanel deliveries={overview.deliveries} />}
          {!overview && !error && <div className="skeleton late" aria-busy="true" aria-label="Loading" />}
        </div>
        <div className="column">
          <UrlsLinkPanel />
          <ServicePanel session={session} />
          <EnvironmentPanel session={session} />
        </div>
      </div>
    </Page>
  );
}

/** Whether nothing had arrived when the page was opened. The steps stay while they are taken. */
function useFirstRun(overview: Overview | undefined): boolean {
  const [isFirstRun, setFirstRun] = useState<boolean>();
  if (overview && isFirstRun === undefined) {
    setFirstRun(overview.deliveries.every(({ status }) => status !== 'delivered'));
  }
  return isFirstRun ?? false;
}

/** The way to the notification URLs, and to a new one. */
function UrlsLinkPanel() {
  return (
    <Panel title="Notification URLs">
      <p className="links">
        <Link className="button solid" href="/settings/webhooks?add">
          <Icon name="plus" />
          Add notification URL
        </Link>
        <Link className="button plain" href="/settings/webhooks">
          Show all
        </Link>
      </p>
    </Panel>
  );
}
