/** What the list of pages and actions offers: the server's own quick open. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { api } from "@/app/api";
import { shell } from "@/app/shell-data";
import type { Entry, EntryGroup } from "@/app/schema";

const PAUSE = 150;

/** What the page knows by itself, until the server has answered or where it cannot be reached. */
const known: EntryGroup[] = [
  {
    label: "Pages",
    entries: [...shell.navigation, ...shell.settings, ...shell.account]
      .filter((it) => it.method === "get")
      .map((it): Entry => ({ ...it, avatar: "", chosen: false })),
  },
];

/**
 * Find what one may open or do, as one types.
 *
 * @returns The groups that fit, and whether these are all.
 */
export function useQuickOpen(words: string): { groups: EntryGroup[]; settled: boolean } {
  const asked = useAfterPause(words.trim());
  const { data, isPlaceholderData, isError } = useQuery({
    queryKey: ["quick-open", asked],
    queryFn: () => api<EntryGroup[]>(`quick-open/?${new URLSearchParams({ q: asked }).toString()}`),
    placeholderData: keepPreviousData,
  });
  if (data && !isPlaceholderData && asked === words.trim()) return { groups: data, settled: true };
  return { groups: fitting(data ?? known, words), settled: isError };
}

function fitting(groups: EntryGroup[], words: string): EntryGroup[] {
  const wanted = words.toLowerCase().split(" ").filter(Boolean);
  return groups
    .map(({ label, entries }) => ({
      label,
      entries: entries.filter((it) =>
        wanted.every((word) => it.label.toLowerCase().includes(word)),
      ),
    }))
    .filter((it) => it.entries.length > 0);
}

/** A text as it was when nothing was typed for a moment. */
function useAfterPause(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(text);
    }, PAUSE);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  return settled;
}
