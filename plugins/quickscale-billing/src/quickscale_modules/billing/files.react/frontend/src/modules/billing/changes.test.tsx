import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { leaveFor } from "@/app/leave";
import { answer, problem } from "@/testing/answers";
import { show } from "@/testing/show";

import { DONE, MAY, money, OVERVIEW, PREVIEW } from "./answers";
import type { Offer, Offers, PlanChange, SeatsChange } from "./schema";

vi.mock("@/app/leave", async (original) => ({
  ...(await original<typeof import("@/app/leave")>()),
  leaveFor: vi.fn(),
}));

const PRO: Offer = {
  key: "pro",
  name: "Pro",
  description: "For teams.",
  price: money(49),
  per: "each month, per seat",
  saving: "",
  points: ["Reports"],
  button: "Change to Pro",
  is_current: false,
};

const OFFERS: Offers = {
  subscribed: true,
  interval: "month",
  intervals: [
    { interval: "month", label: "Monthly" },
    { interval: "year", label: "Yearly, save up to 16 %" },
  ],
  plans: [{ ...PRO, key: "starter", name: "Starter", is_current: true, button: "" }, PRO],
};

const CHANGE: PlanChange = {
  plan: { key: "pro", name: "Pro" },
  before: { key: "starter", name: "Starter" },
  interval: "month",
  later: false,
  until: "2026-02-01T10:00:00Z",
  preview: PREVIEW,
};

const SEATS: SeatsChange = { seats: 3, suggested: 3, in_use: 2, follow: false, preview: null };

const ANSWERS = {
  ...MAY,
  "GET billing/overview/": OVERVIEW,
  "GET billing/offers/": OFFERS,
  "GET billing/offers/?interval=year": {
    ...OFFERS,
    interval: "year",
    plans: [{ ...PRO, price: money(490), saving: "You save $98 a year" }],
  },
  "GET billing/plan/?plan=pro&interval=month": CHANGE,
};

async function goneOn() {
  await waitFor(() => {
    expect(vi.mocked(leaveFor)).toHaveBeenLastCalledWith("/settings/billing/", "It is done.");
  });
}

test("a plan is chosen, what it comes to is said, and it is changed to", async () => {
  const asked = answer({ ...ANSWERS, "POST billing/plan/": DONE });
  await show("/settings/billing/plan/");

  fireEvent.click(await screen.findByRole("link", { name: "Change to Pro" }));
  expect(await screen.findByText("$30 are charged now, for the rest of the period.")).toBeDefined();
  expect(screen.getByText("Rest of Pro")).toBeDefined();
  expect(screen.getByText("$6")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Change to Pro" }));

  await goneOn();
  expect(asked.find((it) => it.call.startsWith("POST"))?.body).toEqual({
    plan: "pro",
    interval: "month",
  });
});

test("prices are shown by the year as well", async () => {
  answer(ANSWERS);
  await show("/settings/billing/plan/");

  fireEvent.click(await screen.findByRole("link", { name: /Yearly/ }));

  expect(await screen.findByText("You save $98 a year")).toBeDefined();
  expect(screen.getByText("$490")).toBeDefined();
});

test("without a plan there is none to change", async () => {
  answer({ ...MAY, "GET billing/offers/": { ...OFFERS, subscribed: false } });

  await show("/settings/billing/plan/");

  expect((await screen.findByRole("link", { name: "Choose a plan" })).getAttribute("href")).toBe(
    "/billing/pricing/",
  );
});

test("a smaller plan says when it begins", async () => {
  answer({
    ...ANSWERS,
    "GET billing/plan/?plan=pro&interval=month": { ...CHANGE, later: true, preview: null },
  });

  await show("/settings/billing/plan/confirm/?plan=pro&interval=month");

  expect(
    await screen.findByText(/You keep Starter until February 1, 2026. Pro starts then/),
  ).toBeDefined();
});

test("what cannot be says why, and offers no button", async () => {
  answer({
    ...MAY,
    "GET billing/plan/?plan=pro&interval=month": problem(409, { detail: "A year is paid." }),
  });

  await show("/settings/billing/plan/confirm/?plan=pro&interval=month");

  expect(await screen.findByText("A year is paid.")).toBeDefined();
  expect(screen.queryByRole("button", { name: /Change/ })).toBeNull();
});

test("a bank that asks is led to", async () => {
  answer({ ...ANSWERS, "POST billing/plan/": { said: "", confirm_at: "https://bank.test/" } });
  await show("/settings/billing/plan/confirm/?plan=pro&interval=month");

  fireEvent.click(await screen.findByRole("button", { name: "Change to Pro" }));

  await waitFor(() => {
    expect(vi.mocked(leaveFor)).toHaveBeenCalledWith("https://bank.test/");
  });
});

test("seats are previewed and changed", async () => {
  const asked = answer({
    ...ANSWERS,
    "GET billing/seats/": SEATS,
    "GET billing/seats/?seats=5": { ...SEATS, preview: { ...PREVIEW, lines: [], tax: null } },
    "POST billing/seats/": DONE,
  });
  await show("/settings/billing/seats/");

  fireEvent.change(await screen.findByRole("textbox", { name: "Seats" }), {
    target: { value: "5" },
  });
  fireEvent.click(screen.getByRole("button", { name: "What would that cost?" }));
  expect(await screen.findByRole("heading", { name: "5 seats" })).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Change seats" }));

  await goneOn();
  expect(asked.find((it) => it.call.startsWith("POST"))?.body).toEqual({ seats: 5 });
});

test("fewer seats than are in use are wrong, in the server's words", async () => {
  const text = "2 seats are in use. Remove people first.";
  answer({
    ...MAY,
    "GET billing/seats/": SEATS,
    "GET billing/seats/?seats=1": problem(400, { errors: [{ pointer: "#/seats", detail: text }] }),
  });
  await show("/settings/billing/seats/");

  fireEvent.change(await screen.findByRole("textbox", { name: "Seats" }), {
    target: { value: "1" },
  });
  fireEvent.click(screen.getByRole("button", { name: "What would that cost?" }));

  expect((await screen.findAllByText(text, { exact: false })).length).toBeGreaterThan(0);
});

test("where seats follow people they are priced and not bought", async () => {
  const follow = { ...SEATS, follow: true, suggested: 4 };
  answer({
    ...MAY,
    "GET billing/seats/": follow,
    "GET billing/seats/?seats=4": { ...follow, preview: PREVIEW },
  });
  await show("/settings/billing/seats/");

  fireEvent.click(await screen.findByRole("button", { name: "What would that cost?" }));

  expect(await screen.findByRole("link", { name: "Go to the members" })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Change seats" })).toBeNull();
});

test.each([
  [{ due_now: money(49), anew: true }, "A new period of Pro begins today. $49 are charged now."],
  [{ due_now: money(9), anew: false }, /continues with as many seats/],
  [{ due_now: null, anew: false }, /Pro is paid until February 1, 2026/],
])("going on after a pause says what it costs", async (terms, words) => {
  const asked = answer({
    ...ANSWERS,
    "GET billing/subscription/resumption/": {
      plan: OVERVIEW.plan,
      until: OVERVIEW.until,
      ...terms,
    },
    "POST billing/subscription/": DONE,
  });
  await show("/settings/billing/plan/unpause/");

  expect(await screen.findByText(words)).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Resume subscription" }));

  await goneOn();
  expect(asked.find((it) => it.call.startsWith("POST"))?.body).toEqual({ action: "unpause" });
});
