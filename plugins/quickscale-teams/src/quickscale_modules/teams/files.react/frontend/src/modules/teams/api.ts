import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";

import { api, Problem } from "@/app/api";
import { leaveFor } from "@/app/leave";
import { cursor, type Pages, without } from "@/app/lists";
import { shell } from "@/app/shell-data";
import { toast } from "@/app/toasts";
import type { Choice } from "@/components/field";

import { addresses, baseOf } from "./addresses";
import type { DeletedTeam, Event, Invitation, Member, Role, Seats, Team } from "./schema";

/** What the API calls the present team. */
const here = `teams/${shell.team?.id ?? "none"}/`;

export const team = queryOptions({ queryKey: ["team"], queryFn: () => api<Team>(here) });

export const roles = queryOptions({
  queryKey: ["team", "roles"],
  queryFn: () => api<Role[]>("teams/roles/"),
  staleTime: Infinity,
});

export const teams = queryOptions({ queryKey: ["teams"], queryFn: () => api<Team[]>("teams/") });

export const deletedTeams = queryOptions({
  queryKey: ["teams", "deleted"],
  queryFn: () => api<DeletedTeam[]>("teams/deleted/"),
});

export const seats = queryOptions({
  queryKey: ["team", "seats"],
  queryFn: () => api<Seats>(`${here}seats/`),
});

export const newestMembers = queryOptions({
  queryKey: ["team", "members", "newest"],
  queryFn: () => api<Pages<Member>>(`${here}members/?ordering=-joined_at&limit=5`),
});

export const latestEvents = queryOptions({
  queryKey: ["team", "events", "latest"],
  queryFn: () => api<Pages<Event>>(`${here}events/?limit=5`),
});

export const events = infiniteQueryOptions({
  queryKey: ["team", "events"],
  queryFn: ({ pageParam }) => api<Pages<Event>>(`${here}events/?${query({ cursor: pageParam })}`),
  initialPageParam: "",
  getNextPageParam: (last) => cursor(last.next),
});

export const memberOf = (id: string) =>
  queryOptions({
    queryKey: ["team", "member", id],
    queryFn: () => api<Member>(`${here}members/${id}/`),
  });

/** All members at once, for a list to choose from. */
export const everyMember = queryOptions({
  queryKey: ["team", "every-member"],
  queryFn: async () => {
    const found: Member[] = [];
    for (let next: string | null = ""; next !== null;) {
      const asked = query({ ordering: "name", limit: "100", cursor: next });
      const page: Pages<Member> = await api(`${here}members/?${asked}`);
      found.push(...page.results);
      next = cursor(page.next);
    }
    return found;
  },
});

export const members = (search: string, ordering: string) =>
  infiniteQueryOptions({
    queryKey: ["team", "members", "found", search, ordering],
    queryFn: ({ pageParam }) =>
      api<Pages<Member>>(`${here}members/?${query({ search, ordering, cursor: pageParam })}`),
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

export const labelOf = (all: Role[], name: string) =>
  all.find((it) => it.name === name)?.label ?? name;

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
    ["team", "members", "found"],
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

/** The team's page or, where somebody came from elsewhere, that one is drawn anew in it. */
export function useCreateTeam(next: string) {
  return useMutation({
    mutationFn: (values: { name: string }) => api<Team>("teams/", "POST", values),
    meta: { form: true },
    onSuccess: ({ slug = "" }) => {
      leaveFor(next || `${baseOf(slug)}teams/overview/`, "Your team is ready. Invite the others.");
    },
  });
}

/** Its name stands in what the server draws, and its address in each of its pages' own. */
export function useSaveTeam() {
  return useMutation({
    mutationFn: (values: { name: string; slug: string }) => api<Team>(here, "PATCH", values),
    meta: { form: true },
    onSuccess: ({ slug = "" }) => {
      leaveFor(`${baseOf(slug)}settings/team/`, "The team is saved.");
    },
  });
}

export function useInvite() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (values: { email: string; role: string }) =>
      api<Invitation>(`${here}invitations/`, "POST", values),
    meta: { form: true },
    onSuccess: (_answer, { email }) => {
      toast(`The invitation to ${email} is on its way.`);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["team"] }),
  });
}

export function useTransfer(others: Member[]) {
  return useMutation({
    mutationFn: (member: string) => api(`${here}transfer/`, "POST", { member }),
    meta: { form: true },
    onError: confirmIdentity,
    onSuccess: (_answer, id) => {
      const owner = others.find((it) => it.id === id);
      leaveFor(addresses.settings, `${owner ? nameOf(owner) : "Somebody else"} owns the team now.`);
    },
  });
}

export function useDeleteTeam(name: string) {
  return useMutation({
    mutationFn: () => api(here, "DELETE"),
    meta: { form: true },
    onError: confirmIdentity,
    onSuccess: () => {
      leaveFor(addresses.list, `${name} is deleted. You can restore it here.`);
    },
  });
}

/** What was confirmed when the page was loaded may be too long ago: the page asks once more. */
function confirmIdentity(error: Error) {
  if (error instanceof Problem && error.code === "identity_not_confirmed")
    leaveFor(window.location.href);
}
