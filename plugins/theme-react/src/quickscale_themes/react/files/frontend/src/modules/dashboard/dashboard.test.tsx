import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { answer, problem } from "@/testing/answers";
import { show } from "@/testing/show";

import type { Dashboard } from "@/app/schema";

const FULL: Dashboard = {
  checklist: [
    {
      label: "Say what to call you",
      body: "For others.",
      href: "/settings/profile/",
      icon: "user",
      done: true,
    },
    { label: "Invite somebody", body: "By e-mail.", href: "/invite/", icon: "mail", done: false },
  ],
  numbers: [{ label: "Members", value: "12", hint: "of 20", trend: "up", change: "3", href: "" }],
  charts: [
    {
      title: "Usage",
      empty: "Later.",
      icon: "inbox",
      chart: {
        label: "Exports",
        summary: "40 exports",
        top: 40,
        points: [{ label: "May", value: 40 }],
      },
    },
  ],
  has_tasks: true,
  tasks: [
    { text: "A payment failed", action: "Pay", href: "/pay/", detail: "", icon: "x", urgent: true },
  ],
  activity: [{ text: "Ada joined", at: "2026-01-01T10:00:00Z", who: "Ada", icon: "user" }],
};

test("it shows numbers, a chart, what is due and what happened", async () => {
  answer({ "GET dashboard/": FULL });

  await show("/dashboard/");

  expect(await screen.findByRole("heading", { name: "Hello, Ada" })).toBeDefined();
  expect(screen.getByRole("img", { name: "Exports: 40 exports" })).toBeDefined();
  expect(screen.getByRole("link", { name: "Pay" }).getAttribute("href")).toBe("/pay/");
  expect(screen.getByText("Ada joined")).toBeDefined();
  expect(screen.getByRole("img", { name: "Up by" })).toBeDefined();
  expect(document.title).toBe("Dashboard · Acme");
});

test("what the page brings along is not asked for", async () => {
  const element = document.createElement("script");
  element.id = "first-dashboard";
  element.type = "application/json";
  element.textContent = JSON.stringify(FULL);
  document.body.append(element);
  const asked = answer({});

  await show("/dashboard/");

  expect(await screen.findByText("Ada joined")).toBeDefined();
  expect(asked).toEqual([]);
});

test("the checklist leads to what is open, and is gone at once when it is hidden", async () => {
  const asked = answer({ "GET dashboard/": FULL, "POST dashboard/hide-checklist/": null });
  await show("/dashboard/");

  expect((await screen.findByRole("link", { name: "Invite somebody" })).getAttribute("href")).toBe(
    "/invite/",
  );
  fireEvent.click(screen.getByRole("button", { name: "Hide checklist" }));

  expect(await screen.findByText(/The checklist is hidden/)).toBeDefined();
  expect(screen.queryByText("Get started")).toBeNull();
  expect(asked.map((it) => it.call)).toContain("POST dashboard/hide-checklist/");
});

test("a checklist that the server keeps comes back", async () => {
  answer({
    "GET dashboard/": FULL,
    "POST dashboard/hide-checklist/": problem(400, { detail: "No." }),
  });
  await show("/dashboard/");

  fireEvent.click(await screen.findByRole("button", { name: "Hide checklist" }));

  expect(await screen.findByText("No.")).toBeDefined();
  expect(screen.getByText("Get started")).toBeDefined();
});

test("what is empty says what will be here", async () => {
  const [chart] = FULL.charts.map((it) => ({ ...it, chart: null }));
  answer({
    "GET dashboard/": {
      ...FULL,
      checklist: [],
      numbers: [],
      charts: [chart],
      tasks: [],
      activity: [],
    },
  });

  await show("/dashboard/");

  for (const text of ["Later.", "Nothing is due", "Nothing has happened yet"])
    expect(await screen.findByText(text)).toBeDefined();
});

test("a dashboard that cannot be loaded says why, and is asked for again", async () => {
  answer({ "GET dashboard/": problem(403, { detail: "Not for you." }) });
  await show("/dashboard/");
  expect(await screen.findByText("Not for you.")).toBeDefined();

  answer({ "GET dashboard/": FULL });
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));

  expect(await screen.findByText("Ada joined")).toBeDefined();
});

test("whoever is signed out elsewhere is asked to sign in again", async () => {
  answer({ "GET dashboard/": problem(401, { detail: "Sign in.", code: "not_authenticated" }) });

  await show("/dashboard/");

  expect(await screen.findByRole("alertdialog", { name: "Your session has ended" })).toBeDefined();
});
