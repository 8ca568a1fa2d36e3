import { ALL_EVENTS } from './event-types';

/** An event type as people read it: "Resource tags changed" for `resource_tags_changed`. */
export function eventTypeLabel(name: string): string {
  if (name === ALL_EVENTS) return 'Default - All notifications';
  const words = name.replaceAll('_', ' ').replace(/\bcdn\b/, 'CDN');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
