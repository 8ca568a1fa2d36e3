import { useState } from 'react';
import { Link, useRoute } from 'wouter';
import { Icon } from '../parts/Icon';
import { PAGES, type PageLink } from './pages';
import { ShortcutsDialog } from './ShortcutsDialog';

interface Props {
  readonly label: string;
  readonly onFollow?: (() => void) | undefined;
}

/** The pages of the Console, what the API says of itself, and the keys. */
export function Navigation({ label, onFollow }: Props) {
  const [isHelpOpen, setHelpOpen] = useState(false);
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
        <li>
          <button type="button" onClick={() => setHelpOpen(true)}>
            <Icon name="keyboard" />
            Keyboard shortcuts
          </button>
        </li>
      </ul>
      {isHelpOpen && <ShortcutsDialog onClose={() => setHelpOpen(false)} />}
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
