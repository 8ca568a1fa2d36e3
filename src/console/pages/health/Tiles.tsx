import { Link } from 'wouter';
import { useDeliveryCounts } from '../../calls/deliveries';
import { useServerNow } from '../../calls/server-clock';
import type { Session } from '../../calls/session';
import { spanWords } from '../../parts/countdown-words';
import type { ActivityTotals } from './activity';
import { numberText } from '../../parts/number-text';

const WAITING = { phase: 'waiting' } as const;

interface Props {
  readonly session: Session;
  readonly totals: ActivityTotals;
}

/** The numbers of some time, and what waits now. Each leads to its list. */
export function Tiles({ session, totals }: Props) {
  const { data: waiting } = useDeliveryCounts(session, WAITING);
  const now = useServerNow();
  const { accepted, delivered, failed, firstTryPercent } = totals;
  const oldest = waiting?.oldest ? spanWords(Math.max(0, now - Date.parse(waiting.oldest))) : 'none';
  const more = waiting?.total_is === 'at_least' ? '+' : '';
  const tiles = [
    { name: 'Accepted events', value: numberText(accepted), href: '/events' },
    { name: 'Delivered', value: numberText(delivered), href: '/deliveries?status=delivered' },
    {
      name: 'At the first attempt',
      value: firstTryPercent === undefined ? '–' : `${firstTryPercent} %`,
      href: '/deliveries?status=delivered',
    },
    { name: 'Failed', value: numberText(failed), href: '/deliveries?status=failed' },
    {
      name: 'Waiting now',
      value: waiting ? `${numberText(waiting.total)}${more}` : '…',
      href: '/deliveries?phase=waiting',
    },
    { name: 'Oldest that waits', value: waiting ? oldest : '…', href: '/deliveries?phase=waiting' },
  ];
  return (
    <ul className="tiles">
      {tiles.map(({ name, value, href }) => (
        <li key={name}>
          <Link href={href}>
            <strong>{value}</strong> <span>{name}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
