import type { UrlsAnswer } from '../../calls/webhooks';
import { Panel } from '../../parts/Panel';

/** What to mind with several URLs, and what nobody hears of. */
export function TipsPanel({ unserved_event_types: unserved }: Pick<UrlsAnswer, 'unserved_event_types'>) {
  return (
    <Panel title="Several URLs">
      <p>
        Give every type that your code listens for at least one URL. One URL may take all types as a backup. A
        type may go to several URLs.
      </p>
      <h3>Types that no URL receives</h3>
      {unserved.length === 0 ? (
        <p className="fine">Every type that happened in the last 30 days has a URL.</p>
      ) : (
        <>
          <p className="fine">They happened in the last 30 days:</p>
          <ul className="type-tags">
            {unserved.map((name) => (
              <li key={name} className="type-tag">
                {name}
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
