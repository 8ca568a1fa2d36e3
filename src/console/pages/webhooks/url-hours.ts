import type { z } from 'zod';
import type { notificationUrlsAnswer } from '../../../api/notification-urls/schemas';
import { numberText } from '../../parts/number-text';
import type { BarFacts } from '../../pictures/bars-geometry';

const HOUR_MS = 3_600_000;
const HOURS = 24;

type Answer = z.output<typeof notificationUrlsAnswer>;
type Hours = Answer['notification_urls'][number]['last_24h']['hours'];

/** Makes a bar for this hour and for each of the 23 before, oldest first. @param nowMs since the epoch. */
export function hourBars(hours: Hours, nowMs: number): readonly BarFacts[] {
  const found = new Map(hours.map((hour) => [Date.parse(hour.at), hour]));
  const firstMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS - (HOURS - 1) * HOUR_MS;
  return Array.from({ length: HOURS }, (_, index) => {
    const atMs = firstMs + index * HOUR_MS;
    const hour = found.get(atMs);
    return { atMs, good: hour?.delivered ?? 0, bad: hour?.failed_attempts ?? 0 };
  });
}

/** Says what the bars show: "24 hours: 12 delivered, 3 attempts failed, the last of these 2 hours ago". */
export function hourWords(bars: readonly BarFacts[]): string {
  const sum = (of: (bar: BarFacts) => number) => bars.reduce((total, bar) => total + of(bar), 0);
  const [good, bad] = [sum((bar) => bar.good), sum((bar) => bar.bad)];
  const attempts = bad === 1 ? 'attempt' : 'attempts';
  const words = `24 hours: ${numberText(good)} delivered, ${numberText(bad)} ${attempts} failed`;
  if (bad === 0) return words;
  const hoursAgo = bars.length - 1 - bars.findLastIndex((bar) => bar.bad > 0);
  const last = hoursAgo === 0 ? 'in this hour' : hoursAgo === 1 ? 'an hour ago' : `${hoursAgo} hours ago`;
  return `${words}, ${bad === 1 ? 'that' : 'the last of these'} ${last}`;
}
