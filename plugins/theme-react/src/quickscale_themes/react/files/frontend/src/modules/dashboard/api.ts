import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/app/api";
import { firstData } from "@/app/first-data";
import { toast } from "@/app/toasts";
import type { ChartProps } from "@/components/chart";
import type { StatProps } from "@/components/stat";

export interface Step {
  label: string;
  body: string;
  href: string;
  done: boolean;
}

export interface Task {
  text: string;
  action: string;
  href: string;
  detail: string;
  icon: string;
  urgent: boolean;
}

export interface Activity {
  text: string;
  at: string;
  who: string;
  icon: string;
}

export interface DashboardData {
  checklist: Step[];
  numbers: StatProps[];
  charts: { title: string; empty: string; icon: string; chart: ChartProps | null }[];
  /** Whether any part of the project knows of things to do. */
  has_tasks: boolean;
  tasks: Task[];
  activity: Activity[];
}

export const dashboard = queryOptions({
  queryKey: ["dashboard"],
  queryFn: () => api<DashboardData>("dashboard/"),
  initialData: () => firstData("dashboard") as DashboardData | undefined,
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
