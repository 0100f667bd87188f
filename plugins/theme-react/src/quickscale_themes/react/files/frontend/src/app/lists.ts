/** Lists that the API hands out in pages. */

import type { InfiniteData } from "@tanstack/react-query";

export interface Pages<T> {
  next: string | null;
  previous: string | null;
  results: T[];
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
