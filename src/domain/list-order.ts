/** In which order a list may be read. */
export const LIST_ORDERS = ['newest_first', 'oldest_first'] as const;

export type ListOrder = (typeof LIST_ORDERS)[number];
