import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";

import { leaveFor, post } from "@/app/leave";
import { answer, problem } from "@/testing/answers";
import { show } from "@/testing/show";

import type { DeletedTeam, Event, Member, Role, Seats, Team } from "./schema";

vi.mock("@/app/leave", () => ({ leaveFor: vi.fn(), post: vi.fn(), saidOnArrival: () => "" }));

const OWNER: Role = {
  name: "owner",
  label: "Owner",
  description: "All.",
  is_owner: true,
  permissions: [],
};
const MEMBER: Role = { ...OWNER, name: "member", label: "Member", is_owner: false };

const TEAM: Team = {
  id: "7",
  name: "Blue Harbour",
  slug: "blue-harbour",
  is_personal: false,
  member_count: 12,
  role: "owner",
  permissions: ["log.view", "members.invite", "members.manage", "team.change"],
};
const MAY_ALL: Team = {
  ...TEAM,
  permissions: [...TEAM.permissions, "team.delete", "team.transfer"],
};
const OTHER: Team = { ...TEAM, id: "8", name: "Own", slug: "own", is_personal: true };
const GONE: DeletedTeam = { id: "9", name: "Old", slug: "old", purge_at: "2030-01-01T10:00:00Z" };
const JONAS: Member = {
  id: "2",
  user: { id: "2", name: "Jonas", email: "jonas@example.com" },
  role: "member",
  joined_at: "2026-01-01T10:00:00Z",
};
const RENAMED: Event = {
  kind: "renamed",
  text: "Ada renamed the team",
  who: "Ada",
  at: "2026-01-01T10:00:00Z",
};
const SEATS: Seats = { in_use: 12, invited: 3, notes: ["One more costs $7 a month."] };

const page = <T,>(...results: T[]) => ({ next: null, previous: null, results });

const ANSWERS = {
  "GET teams/": [TEAM, OTHER],
  "GET teams/deleted/": [GONE],
  "GET teams/roles/": [OWNER, MEMBER],
  "GET teams/7/": TEAM,
  "GET teams/7/seats/": SEATS,
  "GET teams/7/members/2/": JONAS,
  "GET teams/7/members/?": page(JONAS),
  "GET teams/7/members/?ordering=-joined_at&limit=5": page(JONAS),
  "GET teams/7/members/?ordering=name&limit=100": page(JONAS),
  "GET teams/7/invitations/?": page(),
  "GET teams/7/events/?limit=5": page(RENAMED),
  "GET teams/7/events/?": page(RENAMED),
};

beforeEach(() => {
  vi.clearAllMocks();
  const element = document.getElementById("shell");
  const data = JSON.parse(element?.textContent ?? "{}") as object;
  if (element)
    element.textContent = JSON.stringify({ ...data, team: { id: "7", name: "Blue Harbour" } });
});

function type(label: string, value: string) {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
}

function press(name: string) {
  fireEvent.click(screen.getByRole("button", { name }));
}

function bring(name: string, data: unknown) {
  const element = document.createElement("script");
  element.id = `first-${name}`;
  element.textContent = JSON.stringify(data);
  document.body.append(element);
}

test("one's teams are listed, and each is opened by the server", async () => {
  answer(ANSWERS);
  await show("/teams/");

  const table = within(await screen.findByRole("region", { name: "Your teams" }));
  expect(table.getByText("Current")).toBeDefined();
  expect(table.getByText("Personal")).toBeDefined();
  fireEvent.keyDown(screen.getByRole("button", { name: "Actions for Own" }), { key: "Enter" });
  expect(await screen.findAllByRole("menuitem")).toHaveLength(1);
  fireEvent.click(screen.getByRole("menuitem", { name: "Open" }));
  expect(post).toHaveBeenLastCalledWith("/teams/own/switch/");
});

test("a team is left once that is confirmed, and a deleted one brought back, by the server", async () => {
  answer(ANSWERS);
  await show("/teams/");

  fireEvent.keyDown(await screen.findByRole("button", { name: "Actions for Blue Harbour" }), {
    key: "Enter",
  });
  fireEvent.click(await screen.findByRole("menuitem", { name: "Leave team" }));
  await screen.findByRole("alertdialog", { name: "Leave Blue Harbour?" });
  press("Leave team");
  expect(post).toHaveBeenLastCalledWith("/teams/blue-harbour/leave/");

  press("Restore Old");
  expect(post).toHaveBeenLastCalledWith("/teams/old/restore/");
});

test("somebody without a team is led to a new one", async () => {
  answer({ ...ANSWERS, "GET teams/": [], "GET teams/deleted/": [] });

  await show("/teams/");

  expect(await screen.findByText("You are not in a team yet")).toBeDefined();
  expect(screen.getByRole("link", { name: "New team" }).getAttribute("href")).toBe("/teams/new/");
  expect(screen.queryByText("Deleted teams")).toBeNull();
});

test("a team is created, and its owner goes on to where they came from", async () => {
  const asked = answer({ ...ANSWERS, "POST teams/": TEAM });
  bring("next", "/billing/");
  await show("/teams/new/");
  await screen.findByLabelText("What is the team called?");

  press("Create team");
  expect((await screen.findByRole("alert")).textContent).toContain("Say what the team is called.");
  type("What is the team called?", " Blue Harbour ");
  press("Create team");

  await waitFor(() => {
    expect(leaveFor).toHaveBeenCalledWith("/billing/", "Your team is ready. Invite the others.");
  });
  expect(asked.find((it) => it.call === "POST teams/")?.body).toEqual({ name: "Blue Harbour" });
});

test("the overview shows what its visitor may see", async () => {
  answer(ANSWERS);
  await show("/teams/overview/");

  expect(await screen.findByRole("heading", { name: "Blue Harbour", level: 1 })).toBeDefined();
  expect(screen.getByText("Open invitations")).toBeDefined();
  expect(screen.getByText("Ada renamed the team")).toBeDefined();
  expect(screen.getByText("Jonas")).toBeDefined();
});

test("members see an overview without invitations and activity", async () => {
  answer({ ...ANSWERS, "GET teams/7/": { ...TEAM, role: "member", permissions: [] } });
  await show("/teams/overview/");

  expect(await screen.findByText("Your role")).toBeDefined();
  expect(screen.queryByText("Open invitations")).toBeNull();
  expect(screen.queryByText("Activity")).toBeNull();
  expect(screen.queryByText("Invite member")).toBeNull();
});

test("name and address are saved, and the address is looked at before", async () => {
  const asked = answer({ ...ANSWERS, "PATCH teams/7/": { ...TEAM, slug: "port" } });
  await show("/settings/team/");
  await screen.findByLabelText("Address");

  type("Address", "-Port");
  press("Save team");
  expect((await screen.findByRole("alert")).textContent).toContain("Use lower-case letters");
  type("Name", "Port");
  type("Address", "port");
  press("Save team");

  await waitFor(() => {
    expect(leaveFor).toHaveBeenCalledWith("/settings/team/", "The team is saved.");
  });
  expect(asked.find((it) => it.call.startsWith("PATCH"))?.body).toEqual({
    name: "Port",
    slug: "port",
  });
});

test("an address that is taken is said above the form, and not in a corner as well", async () => {
  answer({ ...ANSWERS, "PATCH teams/7/": problem(409, { detail: "This address is taken." }) });
  await show("/settings/team/");
  await screen.findByLabelText("Address");

  press("Save team");

  expect(await screen.findAllByText("This address is taken.")).toHaveLength(1);
});

test("the settings offer what a role may do, and members read", async () => {
  answer({ ...ANSWERS, "GET teams/7/": MAY_ALL });
  await show("/settings/team/");
  expect(await screen.findByRole("link", { name: "Delete team" })).toBeDefined();
  expect(screen.getByRole("link", { name: "Choose a new owner" })).toBeDefined();
  press("Leave team");
  await screen.findByRole("alertdialog");
  press("Leave team");
  expect(post).toHaveBeenLastCalledWith("/teams/blue-harbour/leave/");
});

test("members read the team's name", async () => {
  answer({ ...ANSWERS, "GET teams/7/": { ...TEAM, role: "member", permissions: [] } });
  await show("/settings/team/");

  expect(await screen.findByText("Your role")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Save team" })).toBeNull();
});

test("somebody is invited, with what it means beside the form", async () => {
  const asked = answer({ ...ANSWERS, "POST teams/7/invitations/": {} });
  await show("/settings/members/invite/");
  expect(await screen.findByText("One more costs $7 a month.")).toBeDefined();

  type("E-mail address", "guest");
  press("Send invitation");
  expect((await screen.findByRole("alert")).textContent).toContain("Enter an e-mail address");
  type("E-mail address", "guest@example.com");
  press("Send invitation");

  expect(
    await screen.findByText("The invitation to guest@example.com is on its way."),
  ).toBeDefined();
  expect(asked.find((it) => it.call.startsWith("POST"))?.body).toEqual({
    email: "guest@example.com",
    role: "member",
  });
  expect(await screen.findByRole("heading", { name: "Members", level: 1 })).toBeDefined();
});

test("a role is changed on a page of its own", async () => {
  const asked = answer({ ...ANSWERS, "PATCH teams/7/members/2/": JONAS });
  bring("member", "2");
  await show("/settings/members/31/role/");
  await screen.findByRole("heading", { name: "Role of Jonas" });

  fireEvent.change(screen.getByLabelText("Role"), { target: { value: "owner" } });
  press("Save role");

  expect(await screen.findByText("Jonas has another role: Owner.")).toBeDefined();
  expect(asked.find((it) => it.call.startsWith("PATCH"))?.body).toEqual({ role: "owner" });
});

test("what happened is listed", async () => {
  answer(ANSWERS);
  await show("/settings/team/activity/");

  expect(await screen.findByText("Ada renamed the team")).toBeDefined();
});

test("a team without a past says so", async () => {
  answer({ ...ANSWERS, "GET teams/7/events/?": page() });
  await show("/settings/team/activity/");

  expect(await screen.findByText("Nothing has happened yet")).toBeDefined();
});

test("a team is handed on to another member", async () => {
  const asked = answer({ ...ANSWERS, "POST teams/7/transfer/": null });
  await show("/settings/team/transfer/");
  await screen.findByLabelText("New owner");

  press("Transfer");
  expect((await screen.findByRole("alert")).textContent).toContain("Choose the new owner.");
  fireEvent.change(screen.getByLabelText("New owner"), { target: { value: "2" } });
  press("Transfer");

  await waitFor(() => {
    expect(leaveFor).toHaveBeenCalledWith("/settings/team/", "Jonas owns the team now.");
  });
  expect(asked.find((it) => it.call.startsWith("POST"))?.body).toEqual({ member: "2" });
});

test("a team is deleted once its name is typed", async () => {
  const asked = answer({ ...ANSWERS, "DELETE teams/7/": null });
  await show("/settings/team/delete/");
  await screen.findByLabelText("Type the team's name to confirm");

  press("Delete team");
  expect((await screen.findByRole("alert")).textContent).toContain("not this team's name");
  type("Type the team's name to confirm", " blue harbour ");
  press("Delete team");

  await waitFor(() => {
    expect(leaveFor).toHaveBeenCalledWith(
      "/teams/",
      "Blue Harbour is deleted. You can restore it here.",
    );
  });
  expect(asked.map((it) => it.call)).toContain("DELETE teams/7/");
});

test("whoever confirmed too long ago who they are is asked once more", async () => {
  const refusal = { detail: "Confirm that it is you.", code: "identity_not_confirmed" };
  answer({ ...ANSWERS, "DELETE teams/7/": problem(403, refusal) });
  await show("/settings/team/delete/");
  await screen.findByLabelText("Type the team's name to confirm");

  type("Type the team's name to confirm", "Blue Harbour");
  press("Delete team");

  await waitFor(() => {
    expect(leaveFor).toHaveBeenCalledWith(window.location.href);
  });
});

test("what is in the way of deleting a team is said at once", async () => {
  answer(ANSWERS);
  bring("obstacles", ["An invoice is unpaid."]);
  await show("/settings/team/delete/");

  expect(await screen.findByText("An invoice is unpaid.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Delete team" })).toBeNull();
});
