/** The pages in the order of the rail. After `g`, the `key` of a page leads there. A page below another one is a part of it. */
export const PAGES = [
  { href: '/', label: 'Health', icon: 'health', key: 'h' },
  { href: '/settings/webhooks', label: 'Webhook notifications', icon: 'hook', key: 'n' },
  { href: '/events', label: 'Events', icon: 'events', key: 'e' },
  { href: '/deliveries', label: 'Deliveries', icon: 'deliveries', key: 'd' },
  { href: '/bulk-actions', label: 'Bulk actions', icon: 'stack', key: 'b' },
  { href: '/keys', label: 'Keys & signatures', icon: 'key', key: 'k' },
  { href: '/audit-log', label: 'Audit log', icon: 'log', key: 'a' },
] as const;

export type PageLink = (typeof PAGES)[number];
