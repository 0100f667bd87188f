/** Lists that the API hands out in pages. */

import type { InfiniteData } from "@tanstack/react-query";

export interface Pages<T> {
  next: string | null;
  previous: string | null;
  results: T[];
}

/** Where the next page begins, as a list's answer says it. */
export function cursor(next: string | null): string | null {
  return next && new URL(next, window.location.href).searchParams.get("cursor");
}

/** Make a change of a list that takes a row away, whatever page it is on. */
export function without<T extends { id: string }>(id: string) {
  return (list: InfiniteData<Pages<T>> | undefined) =>
    list && {
      ...list,
      pages: list.pages.map((page) => ({
        ...page,
        results: page.results.filter((it) => it.id !== id),
      })),
    };
}
