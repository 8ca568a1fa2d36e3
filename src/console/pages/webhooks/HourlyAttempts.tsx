import { useMemo } from 'react';
import { useOfServerNow } from '../../calls/server-clock';
import type { UrlSummary } from '../../calls/webhooks';
import { Sparkline } from '../../pictures/Sparkline';
import { hourBars, hourWords } from './url-hours';

const HOUR_MS = 3_600_000;

/** The attempts at a URL, hour by hour. Nothing where there were none. */
export function HourlyAttempts({ hours }: { readonly hours: UrlSummary['last_24h']['hours'] }) {
  const hourMs = useOfServerNow((nowMs) => Math.floor(nowMs / HOUR_MS) * HOUR_MS);
  const bars = useMemo(() => hourBars(hours, hourMs), [hours, hourMs]);
  if (bars.every(({ good, bad }) => good + bad === 0)) return null;
  return <Sparkline bars={bars} label={hourWords(bars)} />;
}
