import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

export const PAGE_SIZES = [25, 50, 100] as const;

/** Which page of the list is shown: kept in the URL, so that a reload shows it again. */
export interface RunsPage {
  readonly cursor?: string;
  readonly pageSize: number;
  /** Goes to a page; without a cursor, to the newest runs. */
  readonly goTo: (
    cursor: string | undefined,
    options?: { replace?: boolean },
  ) => void;
  /** Starts over with the newest runs, as a cursor belongs to its page size. */
  readonly setPageSize: (pageSize: number) => void;
}

export function useRunsPage(): RunsPage {
  const [params, setParams] = useSearchParams();
  const asked = Number(params.get('pageSize'));
  const pageSize = PAGE_SIZES.find(size => size === asked) ?? PAGE_SIZES[0];

  const goTo = useCallback(
    (cursor: string | undefined, options?: { replace?: boolean }) =>
      setParams(old => withParam(old, 'cursor', cursor), options),
    [setParams],
  );
  const setPageSize = useCallback(
    (size: number) =>
      setParams(old =>
        withParam(
          withParam(old, 'cursor', undefined),
          'pageSize',
          size === PAGE_SIZES[0] ? undefined : String(size),
        ),
      ),
    [setParams],
  );
  return {
    cursor: params.get('cursor') ?? undefined,
    pageSize,
    goTo,
    setPageSize,
  };
}

function withParam(
  params: URLSearchParams,
  name: string,
  value: string | undefined,
): URLSearchParams {
  const changed = new URLSearchParams(params);
  if (value === undefined) {
    changed.delete(name);
  } else {
    changed.set(name, value);
  }
  return changed;
}
