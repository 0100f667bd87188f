import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";

import { api } from "@/app/api";
import type { Pages } from "@/app/lists";
import { shell, userIs } from "@/app/shell-data";
import { toast } from "@/app/toasts";

import { type Address, allauth, confirmed, type Passkey } from "./headless";
import type { AccountDeletion, AccountEvent, AccountProtection, Me, Session } from "./schema";

export const SETTINGS = `${shell.base}settings/`;
export const SECURITY = `${SETTINGS}security/`;

export const me = queryOptions({ queryKey: ["account", "me"], queryFn: () => api<Me>("me/") });

export const timeZones = queryOptions({
  queryKey: ["time-zones"],
  queryFn: () => api<string[]>("me/time-zones/"),
  staleTime: Infinity,
});

export const protection = queryOptions({
  queryKey: ["account", "security"],
  queryFn: () => api<AccountProtection>("me/security/"),
});

export const sessions = queryOptions({
  queryKey: ["account", "sessions"],
  queryFn: () => api<Session[]>("me/sessions/"),
});

export const latestEvents = queryOptions({
  queryKey: ["account", "activity", "latest"],
  queryFn: async () => (await api<Pages<AccountEvent>>("me/activity/?limit=5")).results,
});

export const events = infiniteQueryOptions({
  queryKey: ["account", "activity", "all"],
  queryFn: ({ pageParam }) => api<Pages<AccountEvent>>(`me/activity/?limit=25${pageParam}`),
  initialPageParam: "",
  getNextPageParam: ({ next }) => {
    const cursor = next && new URL(next, window.location.href).searchParams.get("cursor");
    return cursor && `&cursor=${encodeURIComponent(cursor)}`;
  },
});

export const deletion = queryOptions({
  queryKey: ["account", "deletion"],
  queryFn: () => api<AccountDeletion>("me/deletion/"),
});

export const addresses = queryOptions({
  queryKey: ["account", "email"],
  queryFn: () => allauth<Address[]>("account/email"),
});

export const passkeys = queryOptions({
  queryKey: ["account", "passkeys"],
  queryFn: async () => {
    const all =
      await allauth<(Passkey | { type: "totp" | "recovery_codes" })[]>("account/authenticators");
    return all.filter((it) => it.type === "webauthn");
  },
});

/** A change of the account that a form asks for; all that is shown of the account is asked anew. */
export function useChange<Sent, Answer = unknown>(
  change: (sent: Sent) => Promise<Answer>,
  { said, form = true }: { said?: string; form?: boolean } = {},
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      if (said) toast(said);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["account"] }),
    meta: { form },
  });
}

export function useSaveProfile() {
  return useChange(
    async (sent: Pick<Me, "name" | "time_zone">) => {
      const saved = await api<Me>("me/", "PATCH", sent);
      userIs({ name: saved.name ?? "", email: saved.email });
    },
    { said: "Your profile is saved." },
  );
}

/** Take a session away at once, and bring it back where the server refuses. */
export function useEndSession({ id }: Session) {
  return useSessionsWithout(
    (it) => it.id !== id,
    () => api(`me/sessions/${id}/`, "DELETE"),
    "That session is signed out.",
  );
}

export function useEndOtherSessions() {
  return useSessionsWithout(
    (it) => it.is_current,
    () => api("me/sessions/", "DELETE"),
    "All other sessions are signed out.",
  );
}

function useSessionsWithout(
  stays: (session: Session) => boolean,
  end: () => Promise<unknown>,
  said: string,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: end,
    onMutate: async () => {
      await queries.cancelQueries(sessions);
      const before = queries.getQueryData(sessions.queryKey);
      queries.setQueryData(sessions.queryKey, before?.filter(stays));
      return before;
    },
    onError: (_error, _sent, before) => {
      queries.setQueryData(sessions.queryKey, before);
    },
    onSuccess: () => {
      toast(said);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["account"] }),
  });
}

/** Delete the account; where it is gone, so is this page. */
export function useDeleteAccount() {
  return useMutation({
    mutationFn: (confirmation: string) =>
      confirmed(() => api("me/deletion/", "POST", { confirmation })),
    onSuccess: () => {
      window.location.assign("/");
    },
    meta: { form: true },
  });
}
