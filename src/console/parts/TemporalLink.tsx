import { Icon } from './Icon';

/** Leads to a workflow in the Temporal UI, where one is known. */
export function TemporalLink({ url }: { readonly url: string | undefined }) {
  if (url === undefined || !/^https?:/.test(url)) return null;
  return (
    <a className="button quiet" href={url} target="_blank" rel="noreferrer noopener">
      <Icon name="away" />
      Temporal UI
      <span className="unseen"> (opens in a new tab)</span>
    </a>
  );
}
