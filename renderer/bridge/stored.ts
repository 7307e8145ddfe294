import { infiniteQueryOptions, keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import type { GenerationInput, LibraryQuery } from '../../shared/contracts/desktop/index.ts';
import { shortPath } from '../text/index.ts';
import { DesktopAway } from './connection.ts';
import { desktop } from './desktop.ts';

/**
 * What the desktop knows, as the window last heard it. Everything stays fresh until the `changes` stream says
 * otherwise, so nothing is polled and nothing is fetched twice for one look.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      networkMode: 'always',
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (failures, error) => error instanceof DesktopAway && failures < 3,
    },
    mutations: { networkMode: 'always' },
  },
});

/** The first part of every key is the noun that `app.changes` names. */
export const appQuery = queryOptions({
  queryKey: ['app'],
  queryFn: ({ signal }) => desktop.app.state({}, { signal }),
});

/** A path as it is shown, with `~` for the home folder. Never for sending back. */
export function shownPath(path: string): string {
  return shortPath(path, queryClient.getQueryData(appQuery.queryKey)?.home ?? null);
}

export const settingsQuery = queryOptions({
  queryKey: ['settings', 'all'],
  queryFn: ({ signal }) => desktop.settings.get({}, { signal }),
});

export const storageQuery = queryOptions({
  queryKey: ['settings', 'storage'],
  queryFn: ({ signal }) => desktop.settings.storage({}, { signal }),
  staleTime: 5_000,
});

export const catalogueQuery = queryOptions({
  queryKey: ['catalogue'],
  queryFn: ({ signal }) => desktop.generations.catalogue({}, { signal }),
});

export const jobsQuery = queryOptions({
  queryKey: ['generations', 'list'],
  queryFn: ({ signal }) => desktop.generations.list({}, { signal }),
});

/** Its key begins with the noun of the jobs, so it follows them; a look on another day asks anew. */
export const spendingQuery = queryOptions({
  queryKey: ['generations', 'spending'],
  queryFn: ({ signal }) => desktop.generations.spending({}, { signal }),
  staleTime: 5_000,
});

/** What Generate would send. Never kept: it depends on keys and addresses that change without a word. */
export function sentQuery(input: GenerationInput) {
  return queryOptions({
    queryKey: ['sent', input],
    queryFn: ({ signal }) => desktop.generations.whatIsSent(input, { signal }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
}

export const candidatesQuery = queryOptions({
  queryKey: ['candidates', 'list'],
  queryFn: ({ signal }) => desktop.candidates.list({}, { signal }),
});

export const providersQuery = queryOptions({
  queryKey: ['providers', 'list'],
  queryFn: ({ signal }) => desktop.providers.list({}, { signal }),
});

/** From the desktop's memory: it never waits for the network, and says whether there is one. */
export const accountQuery = queryOptions({
  queryKey: ['account', 'state'],
  queryFn: ({ signal }) => desktop.account.state({}, { signal }),
});

/** The desktops that are signed in. Others come and go without a word, so each look asks anew. */
export function sessionsQuery(accountId: string) {
  return queryOptions({
    queryKey: ['account', 'sessions', accountId],
    queryFn: ({ signal }) => desktop.account.sessions({}, { signal }),
    staleTime: 0,
  });
}

/** What happened to the account, newest first. */
export function securityEventsQuery(accountId: string) {
  return infiniteQueryOptions({
    queryKey: ['account', 'events', accountId],
    queryFn: ({ pageParam, signal }) => desktop.account.events({ before: pageParam }, { signal }),
    initialPageParam: startOfEvents(),
    getNextPageParam: (page) => (page.end ? null : (page.events.at(-1)?.id ?? null)),
    staleTime: 0,
  });
}

function startOfEvents(): string | null {
  return null;
}

export const documentsQuery = queryOptions({
  queryKey: ['documents', 'recent'],
  queryFn: ({ signal }) => desktop.documents.recent({}, { signal }),
  // Files come and go without a word: each look asks anew.
  staleTime: 0,
});

export function pictureQuery(id: string) {
  return queryOptions({
    queryKey: ['library', 'get', id],
    queryFn: ({ signal }) => desktop.library.get({ id }, { signal }),
    // A picture that is gone is an answer, not a fault to try again.
    retry: false,
  });
}

export function folderQuery(path: string | null) {
  return queryOptions({
    queryKey: ['folder', path],
    queryFn: ({ signal }) => desktop.settings.listFolder({ path }, { signal }),
    staleTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
  });
}

const PAGE = 200;

export function picturesQuery(query: LibraryQuery) {
  return infiniteQueryOptions({
    queryKey: ['library', 'search', query],
    queryFn: ({ pageParam, signal }) =>
      desktop.library.search({ ...query, before: pageParam, limit: PAGE }, { signal }),
    initialPageParam: startOfPages(),
    getNextPageParam: (page) => (page.end ? null : (page.pictures.at(-1)?.position ?? null)),
    // Results of the last words stay until the new ones come, so that typing never empties the wall.
    placeholderData: keepPreviousData,
  });
}

function startOfPages(): number | null {
  return null;
}

export function countQuery(query: LibraryQuery) {
  return queryOptions({
    queryKey: ['library', 'count', query],
    queryFn: ({ signal }) => desktop.library.count(query, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function dayCountsQuery(query: LibraryQuery, days: readonly string[]) {
  return queryOptions({
    queryKey: ['library', 'days', query, days],
    queryFn: ({ signal }) => desktop.library.dayCounts({ ...query, days: [...days] }, { signal }),
    placeholderData: keepPreviousData,
    enabled: days.length > 0,
  });
}
