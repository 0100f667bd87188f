import {
  type InfiniteData,
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";

import { api } from "@/app/api";
import { cursor, type Pages } from "@/app/lists";
import { toast } from "@/app/toasts";

import type { Holder, Key, KeyRequest, NewKey, Scope } from "@/app/schema";

export const keys = infiniteQueryOptions({
  queryKey: ["keys"],
  queryFn: ({ pageParam }) => api<Pages<Key>>(pageParam ? `keys/?cursor=${pageParam}` : "keys/"),
  initialPageParam: "",
  getNextPageParam: (last) => cursor(last.next),
});

export const scopes = queryOptions({
  queryKey: ["key-scopes"],
  queryFn: () => api<Scope[]>("keys/scopes/"),
  staleTime: Infinity,
});

export const holders = queryOptions({
  queryKey: ["key-holders"],
  queryFn: () => api<Holder[]>("keys/holders/"),
});

export function useMakeKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (values: KeyRequest) => api<NewKey>("keys/", "POST", values),
    meta: { form: true },
    onSettled: () => queries.invalidateQueries(keys),
  });
}

/** Make a key like another one, which works for a while more. */
export function useReplace() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Key) => api<NewKey>(`keys/${id}/rotate/`, "POST"),
    onSettled: () => queries.invalidateQueries(keys),
  });
}

export function useRevoke() {
  return useEnd({
    path: ({ id }: Key) => `keys/${id}/`,
    ends: (one, key) => one.id === key.id,
    said: ({ name }) => `The key ${name} is revoked.`,
  });
}

/** End every key that somebody has made. */
export function useRevokeAll() {
  return useEnd({
    path: () => "keys/",
    ends: (one, email: string) => one.made_by === email,
    said: () => "All keys that you made are revoked.",
  });
}

/** Show keys as revoked at once, and as they were where the server refuses. */
function useEnd<T>({
  path,
  ends,
  said,
}: {
  path: (what: T) => string;
  ends: (one: Key, what: T) => boolean;
  said: (what: T) => string;
}) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (what: T) => api(path(what), "DELETE"),
    onMutate: async (what) => {
      await queries.cancelQueries(keys);
      const before = queries.getQueryData(keys.queryKey);
      queries.setQueryData(keys.queryKey, (all) => all && ended(all, (it) => ends(it, what)));
      return before;
    },
    onError: (_error, _what, before) => {
      queries.setQueryData(keys.queryKey, before);
    },
    onSuccess: (_answer, what) => {
      toast(said(what));
    },
    onSettled: () => queries.invalidateQueries(keys),
  });
}

function ended(all: InfiniteData<Pages<Key>>, which: (one: Key) => boolean) {
  const now = new Date().toISOString();
  const end = (one: Key): Key =>
    one.is_open && which(one) ? { ...one, is_open: false, revoked_at: now } : one;
  return { ...all, pages: all.pages.map((it) => ({ ...it, results: it.results.map(end) })) };
}
