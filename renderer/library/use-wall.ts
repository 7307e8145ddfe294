import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { LibraryQuery, Picture } from '../../shared/contracts/desktop/index.ts';
import { countQuery, picturesQuery } from '../bridge/index.ts';
import { useLibrary } from './library-store.ts';

const SEARCH_AFTER_MS = 80;

export interface Wall {
  readonly query: LibraryQuery;
  readonly pictures: readonly Picture[];
  /** False only before the first answer. */
  readonly known: boolean;
  readonly failed: boolean;
  readonly total: number | null;
  readonly more: boolean;
  readonly loadMore: () => void;
}

/** The pictures that match, as far as they are loaded, newest first. */
export function useWall(): Wall {
  const typed = useLibrary((store) => store.typed);
  const trashed = useLibrary((store) => store.trashed);
  const words = useSettled(typed.trim());
  const query = useMemo(() => ({ words, trashed }), [words, trashed]);
  const found = useInfiniteQuery(picturesQuery(query));
  const { data: count } = useQuery(countQuery(query));
  const pictures = useMemo(() => found.data?.pages.flatMap((page) => page.pictures) ?? [], [found.data]);
  return {
    query,
    pictures,
    known: found.data !== undefined,
    failed: found.isError,
    total: count?.total ?? null,
    more: count?.more ?? false,
    loadMore: () => {
      if (found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage();
    },
  };
}

function useSettled(words: string): string {
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return settled;
}
