import { Link, useRoute } from 'wouter';
import { Icon, type IconName } from '../parts/Icon';

interface Props {
  readonly label: string;
  readonly onFollow?: (() => void) | undefined;
}

interface PageLink {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
}

/** In the order of the rail. A page below another one is a part of it. */
const PAGES: readonly PageLink[] = [
  { href: '/', label: 'Home', icon: 'home' },
  { href: '/settings/webhooks', label: 'Webhook notifications', icon: 'hook' },
  { href: '/events', label: 'Events', icon: 'events' },
  { href: '/deliveries', label: 'Deliveries', icon: 'deliveries' },
  { href: '/keys', label: 'Keys & signatures', icon: 'key' },
  { href: '/audit-log', label: 'Audit log', icon: 'log' },
];

/** The pages of the Console, and what the API says of itself. */
export function Navigation({ label, onFollow }: Props) {
  return (
    <nav aria-label={label}>
      <ul>
        {PAGES.map((page) => (
          <li key={page.href}>
            <NavigationLink {...page} onFollow={onFollow} />
          </li>
        ))}
      </ul>
      <p className="nav-title">Service</p>
      <ul>
        <li>
          <a href="/openapi.json" target="_blank" rel="noreferrer noopener">
            <Icon name="book" />
            API description
            <Icon name="away" />
            <span className="unseen"> (opens in a new tab)</span>
          </a>
        </li>
      </ul>
    </nav>
  );
}

function NavigationLink({ href, label, icon, onFollow }: PageLink & Pick<Props, 'onFollow'>) {
  const [isHere] = useRoute(href === '/' ? href : `${href}/*?`);
  return (
    <Link href={href} aria-current={isHere ? 'page' : undefined} onClick={onFollow}>
      <Icon name={icon} />
      {label}
    </Link>
  );
}
