import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { POLL_MS, pollDelayMs, QUICK_POLL_MS } from './poll';

/** A page of a list, as the API answers it. */
interface ListPage<Item> {
  readonly items: readonly Item[];
  /** Asks for the next page; absent on the last one. */
  readonly nextCursor: string | undefined;
}

interface ListSource<Item> {
  /** The list's name. */
  readonly what: string;
  readonly cloudName: string;
  readonly filters: Readonly<Record<string, string>>;
  /** @param cursor empty for the first page. */
  readonly load: (cursor: string, signal: AbortSignal) => Promise<ListPage<Item>>;
  /** Whether an item is about to change. */
  readonly isMoving?: (item: Item) => boolean;
}

/** A list as far as it was loaded. */
export interface List<Item> {
  /** Tells lists apart: other filters make another list. */
  readonly key: string;
  readonly items: readonly Item[];
  readonly isLoaded: boolean;
  /** Whether what is shown is of the filters before. */
  readonly isStale: boolean;
  readonly error: Error | undefined;
  readonly hasOlder: boolean;
  readonly isLoadingOlder: boolean;
  readonly loadOlder: () => void;
  readonly retry: () => void;
}

const NOTHING: readonly never[] = [];

/** Loads a list page by page, and asks again for what is loaded, the less often the more pages that are. */
export function useList<Item>({ what, cloudName, filters, load, isMoving }: ListSource<Item>): List<Item> {
  const key = JSON.stringify(filters);
  const query = useInfiniteQuery({
    queryKey: [what, cloudName, 'list', filters],
    queryFn: async ({ pageParam, signal }) => ({ key, ...(await load(pageParam, signal)) }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    select: ({ pages }) => ({
      key: pages[0]?.key ?? key,
      items: pages.flatMap(({ items }) => items),
      pages: pages.length,
    }),
    refetchInterval: ({ state: { data, fetchFailureCount } }) => {
      const pages = data?.pages ?? NOTHING;
      const isAnyMoving = isMoving && pages.some(({ items }) => items.some(isMoving));
      return pollDelayMs(fetchFailureCount, (isAnyMoving ? QUICK_POLL_MS : POLL_MS) * (pages.length || 1));
    },
  });
  return {
    key: query.data?.key ?? key,
    items: query.data?.items ?? NOTHING,
    isLoaded: query.data !== undefined && !query.isPlaceholderData,
    isStale: query.isPlaceholderData,
    error: query.error ?? undefined,
    hasOlder: query.hasNextPage,
    isLoadingOlder: query.isFetchingNextPage,
    loadOlder: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}

/** A path with the query of what is given. */
export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') params.set(name, value);
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}
