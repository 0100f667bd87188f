import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";

import { answer, problem } from "@/testing/answers";
import { show } from "@/testing/show";

import type { Holder, Key, NewKey, Scope } from "@/app/schema";

const SCOPES: Scope[] = [
  { name: "account:read", label: "Account: read" },
  { name: "account:write", label: "Account: change" },
];
const HOLDERS: Holder[] = [
  { team_id: null, label: "Yourself" },
  { team_id: "7", label: "Blue Harbour" },
];
const CI: Key = {
  id: "1",
  name: "CI",
  prefix: "api_12345678",
  team_id: null,
  scopes: ["account:read"],
  created_at: "2026-01-01T10:00:00Z",
  expires_at: "2030-01-01T10:00:00Z",
  last_used_at: null,
  revoked_at: null,
  is_open: true,
  made_by: "ada@example.com",
};
const OF_TEAM: Key = {
  ...CI,
  id: "2",
  name: "Reports",
  team_id: "7",
  last_used_at: "2026-01-02T10:00:00Z",
  made_by: "jonas@example.com",
};
const MADE: NewKey = { ...CI, id: "3", name: "New", key: "api_text" };

const page = (...results: Key[]) => ({ next: null, previous: null, results });

const ANSWERS = {
  "GET keys/": page(CI, OF_TEAM),
  "GET keys/scopes/": SCOPES,
  "GET keys/holders/": HOLDERS,
};

const table = async () => within(await screen.findByRole("region", { name: "API keys" }));

async function choose(name: string, action: string) {
  fireEvent.keyDown(await screen.findByRole("button", { name: `Actions for ${name}` }), {
    key: "Enter",
  });
  fireEvent.click(await screen.findByRole("menuitem", { name: action }));
}

test("keys are listed with what they are for and who made them", async () => {
  answer(ANSWERS);
  await show("/settings/api-keys/");

  const rows = (await (await table()).findAllByRole("row")).map((it) => it.textContent);
  expect(rows[1]).toContain("CIapi_12345678…Never usedEnds");
  expect(rows[2]).toContain("Blue Harbour, made by jonas@example.com");
  fireEvent.keyDown(screen.getByRole("button", { name: "Actions for Reports" }), { key: "Enter" });
  expect((await screen.findAllByRole("menuitem")).map((it) => it.textContent)).toEqual(["Revoke"]);
});

test("a key is made and shown once, where the keyboard is led to", async () => {
  const asked = answer({ ...ANSWERS, "POST keys/": MADE });
  await show("/settings/api-keys/");
  await screen.findByLabelText("Name");

  fireEvent.click(screen.getByRole("button", { name: "Make key" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Choose what the key");
  fireEvent.change(screen.getByLabelText("Name"), { target: { value: "New" } });
  fireEvent.change(screen.getByLabelText("For"), { target: { value: "7" } });
  fireEvent.click(screen.getByLabelText("Account: read"));
  fireEvent.change(screen.getByLabelText("Ends after"), { target: { value: "" } });
  fireEvent.click(screen.getByRole("button", { name: "Make key" }));

  expect(await screen.findByText("api_text")).toBeDefined();
  expect(document.activeElement?.textContent).toContain("Your new key");
  expect(asked.find((it) => it.call === "POST keys/")?.body).toEqual({
    name: "New",
    team_id: "7",
    scopes: ["account:read"],
    expires_at: null,
  });
  expect(screen.getByLabelText<HTMLInputElement>("Name").value).toBe("");
});

test("a key that the server refuses to make says why above the form", async () => {
  answer({ ...ANSWERS, "POST keys/": problem(409, { detail: "You have 20 keys." }) });
  await show("/settings/api-keys/");

  fireEvent.change(await screen.findByLabelText("Name"), { target: { value: "New" } });
  fireEvent.click(screen.getByLabelText("Account: read"));
  fireEvent.click(screen.getByRole("button", { name: "Make key" }));

  expect((await screen.findByRole("alert")).textContent).toContain("You have 20 keys.");
});

test("a key is replaced by another, which alone is shown", async () => {
  answer({ ...ANSWERS, "POST keys/1/rotate/": MADE });
  await show("/settings/api-keys/");
  await choose("CI", "Replace");
  expect(await screen.findByText("api_text")).toBeDefined();

  answer({ ...ANSWERS, "POST keys/1/rotate/": { ...MADE, id: "4", key: "api_next" } });
  await choose("CI", "Replace");

  expect(await screen.findByText("api_next")).toBeDefined();
  expect(screen.getAllByRole("heading", { name: "Your new key" })).toHaveLength(1);
});

test("a key is revoked at once, and is open again where the server refuses", async () => {
  answer({ ...ANSWERS, "DELETE keys/1/": problem(404, { detail: "There is no such key." }) });
  await show("/settings/api-keys/");

  await choose("CI", "Revoke");

  expect(await screen.findByText("There is no such key.")).toBeDefined();
  expect(await screen.findByRole("button", { name: "Actions for CI" })).toBeDefined();
});

test("all keys that one made are revoked once that is confirmed", async () => {
  const asked = answer({ ...ANSWERS, "DELETE keys/": null });
  await show("/settings/api-keys/");

  fireEvent.click(await screen.findByRole("button", { name: "Revoke all" }));
  await screen.findByRole("alertdialog");
  fireEvent.click(screen.getByRole("button", { name: "Revoke all" }));

  expect(await screen.findByText("All keys that you made are revoked.")).toBeDefined();
  expect(asked.map((it) => it.call)).toContain("DELETE keys/");
});

test("without keys it says how to get one", async () => {
  answer({ ...ANSWERS, "GET keys/": page(), "GET keys/holders/": HOLDERS.slice(0, 1) });
  await show("/settings/api-keys/");

  await waitFor(() => screen.getByText("No keys yet"));
  expect(screen.queryByLabelText("For")).toBeNull();
  expect(screen.queryByRole("button", { name: "Revoke all" })).toBeNull();
});
