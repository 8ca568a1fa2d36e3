import { Link } from 'wouter';
import { Icon } from '../../parts/Icon';
import { Panel } from '../../parts/Panel';

/** The way to the notification URLs, and to a new one. */
export function UrlsLinkPanel() {
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
