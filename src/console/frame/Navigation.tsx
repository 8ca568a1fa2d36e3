import { Link, useRoute } from 'wouter';
import { Icon } from '../parts/Icon';

interface Props {
  readonly label: string;
  readonly onFollow?: () => void;
}

/** The pages of the Console, and what the API says of itself. */
export function Navigation({ label, onFollow }: Props) {
  const [isHome] = useRoute('/');
  return (
    <nav aria-label={label}>
      <ul>
        <li>
          <Link href="/" aria-current={isHome ? 'page' : undefined} onClick={onFollow}>
            <Icon name="home" />
            Home
          </Link>
        </li>
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
