import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/app/api";
import { firstData } from "@/app/first-data";
import { toast } from "@/app/toasts";

import type { Dashboard } from "@/app/schema";

export const dashboard = queryOptions({
  queryKey: ["dashboard"],
  queryFn: () => api<Dashboard>("dashboard/"),
  initialData: () => firstData("dashboard") as Dashboard | undefined,
});

/** Hide the checklist at once, and bring it back where the server refuses. */
export function useHideChecklist() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api("dashboard/hide-checklist/", "POST"),
    onMutate: async () => {
      await queries.cancelQueries(dashboard);
      const before = queries.getQueryData(dashboard.queryKey);
      if (before) queries.setQueryData(dashboard.queryKey, { ...before, checklist: [] });
      return before;
    },
    onError: (_error, _sent, before) => {
      queries.setQueryData(dashboard.queryKey, before);
    },
    onSuccess: () => {
      toast("The checklist is hidden. Everything in it is in the settings.");
    },
  });
}
