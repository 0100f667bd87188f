import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";

import { answer, problem } from "@/testing/answers";
import { show } from "@/testing/show";

import { rolesToGive } from "./api";
import type { Invitation, Member, Role, Team } from "./schema";

const ROLES: Role[] = [
  { name: "owner", label: "Owner", description: "All.", is_owner: true, permissions: [] },
  {
    name: "admin",
    label: "Admin",
    description: "Much.",
    is_owner: false,
    permissions: ["members.invite", "members.manage"],
  },
  { name: "member", label: "Member", description: "Works.", is_owner: false, permissions: [] },
];

const TEAM: Team = {
  id: "7",
  name: "Blue Harbour",
  slug: "blue-harbour",
  is_personal: false,
  member_count: 2,
  role: "owner",
  permissions: ["members.invite", "members.manage"],
};

function member(id: string, name: string, role: string): Member {
  const user = { id, name, email: `${name.toLowerCase()}@example.com` };
  return { id, user, role, joined_at: "2026-01-01T10:00:00Z" };
}

const ADA = member("1", "Ada", "owner");
const JONAS = member("2", "Jonas", "member");

const INVITATION: Invitation = {
  id: "9",
  email: "ines@example.com",
  role: "member",
  invited_by: ADA.user,
  created_at: "2019-12-25T10:00:00Z",
  expires_at: "2020-01-01T10:00:00Z",
};

const page = <T,>(...results: T[]) => ({ next: null, previous: null, results });

const ANSWERS = {
  "GET teams/7/": TEAM,
  "GET teams/roles/": ROLES,
  "GET teams/7/members/?": page(ADA, JONAS),
  "GET teams/7/invitations/?": page(INVITATION),
};

beforeEach(() => {
  const element = document.getElementById("shell");
  const data = JSON.parse(element?.textContent ?? "{}") as object;
  if (element)
    element.textContent = JSON.stringify({ ...data, team: { id: "7", name: "Blue Harbour" } });
});

async function choose(action: string, name = "Jonas") {
  const menu = await screen.findByRole("button", { name: `Actions for ${name}` });
  fireEvent.keyDown(menu, { key: "Enter" });
  fireEvent.click(await screen.findByRole("menuitem", { name: action }));
}

test("members and invitations are listed, with what the visitor may do", async () => {
  answer(ANSWERS);

  await show("/settings/members/");

  const table = within(await screen.findByRole("region", { name: "Members" }));
  expect(table.getByText("You")).toBeDefined();
  expect(
    table.getAllByRole("button", { name: /Actions/ }).map((it) => it.getAttribute("aria-label")),
  ).toEqual(["Actions for Jonas"]);
  expect(screen.getByText("Expired")).toBeDefined();
  expect(screen.getByRole("link", { name: "Invite member" }).getAttribute("href")).toBe(
    "/settings/members/invite/",
  );
});

test("somebody who may do nothing sees names alone", async () => {
  answer({ ...ANSWERS, "GET teams/7/": { ...TEAM, role: "member", permissions: [] } });

  await show("/settings/members/");

  const table = within(await screen.findByRole("region", { name: "Members" }));
  expect(table.queryByRole("button", { name: /Actions/ })).toBeNull();
  expect(screen.queryByText("Invitations")).toBeNull();
});

test("a member is removed at once, once it is confirmed", async () => {
  const asked = answer({ ...ANSWERS, "DELETE teams/7/members/2/": null });
  await show("/settings/members/");

  await choose("Remove member");
  expect(await screen.findByRole("alertdialog", { name: "Remove Jonas?" })).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Remove member" }));

  expect(await screen.findByText("Jonas is no longer in the team.")).toBeDefined();
  expect(asked.map((it) => it.call)).toContain("DELETE teams/7/members/2/");
});

test("a member that the server keeps is back in the list, and it is said why", async () => {
  answer({
    ...ANSWERS,
    "DELETE teams/7/members/2/": problem(409, { detail: "A team needs an owner." }),
  });
  await show("/settings/members/");

  await choose("Remove member");
  fireEvent.click(await screen.findByRole("button", { name: "Remove member" }));

  expect(await screen.findByText("A team needs an owner.")).toBeDefined();
  expect(await screen.findByText("jonas@example.com")).toBeDefined();
});

test("a role is changed in a dialog", async () => {
  const asked = answer({ ...ANSWERS, "PATCH teams/7/members/2/": JONAS });
  await show("/settings/members/");

  await choose("Change role");
  const dialog = within(await screen.findByRole("dialog", { name: "Role of Jonas" }));
  fireEvent.change(dialog.getByRole("combobox", { name: "Role" }), { target: { value: "admin" } });
  fireEvent.click(dialog.getByRole("button", { name: "Save role" }));

  expect(await screen.findByText("Jonas has another role: Admin.")).toBeDefined();
  expect(asked.find((it) => it.call.startsWith("PATCH"))?.body).toEqual({ role: "admin" });
});

test("an invitation is sent again and withdrawn", async () => {
  const asked = answer({
    ...ANSWERS,
    "POST teams/7/invitations/": INVITATION,
    "DELETE teams/7/invitations/9/": null,
  });
  await show("/settings/members/");

  await choose("Send again", "ines@example.com");
  expect(await screen.findByText(/A new link is on its way/)).toBeDefined();
  await choose("Withdraw", "ines@example.com");
  expect(await screen.findByText(/is withdrawn/)).toBeDefined();

  expect(asked.find((it) => it.call.startsWith("POST"))?.body).toEqual({
    email: "ines@example.com",
    role: "member",
  });
});

test("members are sorted by a column, and the other way round", async () => {
  answer({
    ...ANSWERS,
    "GET teams/7/members/?ordering=name": page(JONAS, ADA),
    "GET teams/7/members/?ordering=-name": page(ADA, JONAS),
  });
  await show("/settings/members/");
  const table = within(await screen.findByRole("region", { name: "Members" }));
  const names = () => table.getAllByText(/@example.com/).map((it) => it.textContent);

  fireEvent.click(await screen.findByRole("button", { name: "Name" }));
  await waitFor(() => {
    expect(names()).toEqual(["jonas@example.com", "ada@example.com"]);
  });
  expect(screen.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe(
    "ascending",
  );
  fireEvent.click(screen.getByRole("button", { name: "Name" }));

  await waitFor(() => {
    expect(names()).toEqual(["ada@example.com", "jonas@example.com"]);
  });
});

test("a search that finds nobody says so", async () => {
  answer({ ...ANSWERS, "GET teams/7/members/?search=zz": page() });
  await show("/settings/members/");

  fireEvent.change(await screen.findByRole("searchbox", { name: "Find members" }), {
    target: { value: "zz" },
  });

  await waitFor(() => screen.getByText("No matches"));
});

test("nobody gives what they do not have", () => {
  const given = (own: string) => rolesToGive(ROLES, own).map((it) => it.name);

  expect(given("owner")).toEqual(["owner", "admin", "member"]);
  expect(given("admin")).toEqual(["admin", "member"]);
  expect(given("nobody")).toEqual([]);
});
