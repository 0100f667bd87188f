import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";

import { api } from "@/app/api";
import { type Pages, without } from "@/app/lists";
import { shell } from "@/app/shell-data";
import { toast } from "@/app/toasts";
import type { Choice } from "@/components/field";

import type { Invitation, Member, Role, Team } from "./schema";

/** What the API calls the present team. */
const here = `teams/${shell.team?.id ?? "none"}/`;

export const team = queryOptions({ queryKey: ["team"], queryFn: () => api<Team>(here) });

export const roles = queryOptions({
  queryKey: ["team", "roles"],
  queryFn: () => api<Role[]>("teams/roles/"),
  staleTime: Infinity,
});

export const members = (search: string) =>
  infiniteQueryOptions({
    queryKey: ["team", "members", search],
    queryFn: ({ pageParam }) =>
      api<Pages<Member>>(`${here}members/?${query({ search, cursor: pageParam })}`),
    initialPageParam: "",
    getNextPageParam: (last) => cursor(last.next),
  });

export const invitations = infiniteQueryOptions({
  queryKey: ["team", "invitations"],
  queryFn: ({ pageParam }) =>
    api<Pages<Invitation>>(`${here}invitations/?${query({ cursor: pageParam })}`),
  initialPageParam: "",
  getNextPageParam: (last) => cursor(last.next),
});

function query(asked: Record<string, string>): string {
  return new URLSearchParams(Object.entries(asked).filter(([, value]) => value)).toString();
}

function cursor(next: string | null): string | null {
  return next && new URL(next, window.location.href).searchParams.get("cursor");
}

/** The roles that somebody of one role may give to others: nobody gives what they do not have. */
export function rolesToGive(all: Role[], own: string): Role[] {
  const mine = all.find((it) => it.name === own);
  if (!mine) return [];
  return all.filter(
    (it) =>
      mine.is_owner ||
      (!it.is_owner && it.permissions.every((one) => mine.permissions.includes(one))),
  );
}

/** Roles as a form offers them, the least first. */
export function roleChoices(offered: Role[]): Choice[] {
  return offered
    .map((it) => ({ value: it.name, label: it.label, description: it.description }))
    .reverse();
}

export const nameOf = ({ user }: Member) => user.name || user.email;

export function useChangeRole(member: Member, offered: Role[]) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (role: string) => api(`${here}members/${member.id}/`, "PATCH", { role }),
    meta: { form: true },
    onSuccess: (_answer, role) => {
      const label = offered.find((it) => it.name === role)?.label ?? role;
      toast(`${nameOf(member)} has another role: ${label}.`);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["team"] }),
  });
}

export function useRemoveMember(member: Member) {
  return useRemoval(
    ["team", "members"],
    member.id,
    `${here}members/${member.id}/`,
    `${nameOf(member)} is no longer in the team.`,
  );
}

export function useWithdraw({ id, email }: Invitation) {
  return useRemoval(
    ["team", "invitations"],
    id,
    `${here}invitations/${id}/`,
    `The invitation to ${email} is withdrawn.`,
  );
}

/** Take a row away at once, and bring it back where the server refuses. */
function useRemoval(queryKey: string[], id: string, path: string, said: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api(path, "DELETE"),
    onMutate: async () => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueriesData({ queryKey });
      queries.setQueriesData({ queryKey }, without(id));
      return before;
    },
    onError: (_error, _sent, before) => {
      for (const [key, data] of before ?? []) queries.setQueryData(key, data);
    },
    onSuccess: () => {
      toast(said);
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
}

/** Invite the same address anew: the link that was sent before stops working. */
export function useSendAgain({ email, role }: Invitation) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api(`${here}invitations/`, "POST", { email, role }),
    onSuccess: () => {
      toast(`A new link is on its way to ${email}. The old one stops working.`);
    },
    onSettled: () => queries.invalidateQueries(invitations),
  });
}
