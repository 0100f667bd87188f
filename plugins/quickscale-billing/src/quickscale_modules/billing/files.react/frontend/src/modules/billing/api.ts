import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useRef } from "react";

import { api, newKey, Problem } from "@/app/api";
import { leaveFor } from "@/app/leave";
import type { Pages } from "@/app/lists";
import { toast } from "@/app/toasts";

import type {
  Access,
  ActionEnum,
  Done,
  IntervalEnum,
  Invoice,
  Offers,
  Overview,
  PaymentMethod,
  PlanChange,
  Resumption,
  SeatsChange,
} from "./schema";

export const access = queryOptions({
  queryKey: ["billing", "access"],
  queryFn: () => api<Access>("billing/access/"),
});

export const overview = queryOptions({
  queryKey: ["billing", "overview"],
  queryFn: () => api<Overview>("billing/overview/"),
});

export const invoices = infiniteQueryOptions({
  queryKey: ["billing", "invoices"],
  queryFn: ({ pageParam }) =>
    api<Pages<Invoice>>(
      `billing/invoices/${pageParam && `?cursor=${encodeURIComponent(pageParam)}`}`,
    ),
  initialPageParam: "",
  getNextPageParam: ({ next }) =>
    next && new URL(next, window.location.href).searchParams.get("cursor"),
});

export const methods = queryOptions({
  queryKey: ["billing", "methods"],
  queryFn: () => api<PaymentMethod[]>("billing/payment-methods/"),
});

/** The plans to change to; without an interval, by the one that is paid now. */
export const offers = (interval?: IntervalEnum) =>
  queryOptions({
    queryKey: ["billing", "offers", interval],
    queryFn: () => api<Offers>(`billing/offers/${interval ? `?interval=${interval}` : ""}`),
  });

/** What changes come to is forgotten once something has changed. */
const PREVIEWS = ["billing-previews"];

export interface Chosen {
  plan: string;
  interval: string;
}

export const planChange = (chosen: Chosen) =>
  queryOptions({
    queryKey: [...PREVIEWS, "plan", chosen],
    queryFn: () =>
      api<PlanChange>(`billing/plan/?${new URLSearchParams({ ...chosen }).toString()}`),
  });

/** What another number of seats comes to, or nothing about one yet. */
export const seatsChange = (wanted?: number) =>
  queryOptions({
    queryKey: [...PREVIEWS, "seats", wanted],
    queryFn: () =>
      api<SeatsChange>(`billing/seats/${wanted === undefined ? "" : `?seats=${String(wanted)}`}`),
  });

export const resumption = queryOptions({
  queryKey: [...PREVIEWS, "resumption"],
  queryFn: () => api<Resumption>("billing/subscription/resumption/"),
});

interface Deed {
  path: string;
  method?: "POST" | "PUT" | "DELETE";
  body?: unknown;
}

/** Cancel a subscription, keep it, and so on. */
export const action = (name: ActionEnum): Deed => ({
  path: "subscription/",
  body: { action: name },
});

/**
 * Do something to what is paid, and say what became of it.
 *
 * A deed whose answer was lost is sent again under the same key, so that it is done once. Where the
 * bank asks the card's owner first, its page is next.
 *
 * @param next - The address that one goes on to; what was done is said there.
 */
export function useDeed(next?: string) {
  const queries = useQueryClient();
  const attempt = useRef({ deed: "", key: "" });
  return useMutation({
    mutationFn: ({ path, method = "POST", body }: Deed) => {
      const deed = JSON.stringify([path, method, body]);
      if (attempt.current.deed !== deed) attempt.current = { deed, key: newKey() };
      return api<Done>(`billing/${path}`, method, body, attempt.current.key);
    },
    onSuccess: ({ said, confirm_at: question }) => {
      if (question) leaveFor(question);
      else if (next) leaveFor(next, said);
      else toast(said);
    },
    onSettled: (_done, error) => {
      if (!(error instanceof Problem && error.status === 0)) attempt.current.deed = "";
      queries.removeQueries({ queryKey: PREVIEWS });
      return queries.invalidateQueries({ queryKey: ["billing"] });
    },
  });
}
