import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { leaveFor } from "@/app/leave";
import { answer, problem } from "@/testing/answers";
import { show } from "@/testing/show";

import { DONE, INVOICE, MAY, OVERVIEW } from "./answers";

vi.mock("@/app/leave", async (original) => ({
  ...(await original<typeof import("@/app/leave")>()),
  leaveFor: vi.fn(),
}));

const ANSWERS = { ...MAY, "GET billing/overview/": OVERVIEW };

const page = <T,>(next: string | null, ...results: T[]) => ({ next, previous: null, results });

test("the plan, its usage, what pays and what is to be paid are shown", async () => {
  answer(ANSWERS);

  await show("/settings/billing/");

  expect(await screen.findByText("$49 × 3 seats = $147 each month")).toBeDefined();
  for (const text of ["Active", "Renews", "February 1, 2026", "$2 so far", "Visa •••• 4242"])
    expect(screen.getByText(text)).toBeDefined();
  expect(screen.getByText("Projects: 3, without limit")).toBeDefined();
  expect(screen.getByRole("progressbar", { name: "Exports" }).getAttribute("max")).toBe("100");
  const buy = screen.getByRole("button", { name: "Buy Pack" }).closest("form");
  expect(buy?.getAttribute("action")).toBe("/billing/buy/");
  expect(new FormData(buy ?? undefined).get("csrfmiddlewaretoken")).toBe("token");
  expect(new FormData(buy ?? undefined).get("item")).toBe("pack");
});

test("whoever does not manage billing learns who does, and nothing is asked for", async () => {
  const asked = answer({
    "GET billing/access/": {
      manages: false,
      pays: true,
      people: ["ada@example.com", "ines@example.com"],
      begin_at: "",
    },
  });

  await show("/settings/billing/invoices/");

  expect(
    await screen.findByText("Ask one of them: ada@example.com, ines@example.com"),
  ).toBeDefined();
  expect(asked.map((it) => it.call)).toEqual(["GET billing/access/"]);
});

test("whoever is in no team is led to make one", async () => {
  answer({
    "GET billing/access/": { manages: false, pays: false, people: [], begin_at: "/teams/new/" },
  });

  await show("/settings/billing/");

  expect((await screen.findByRole("link", { name: "Make a team" })).getAttribute("href")).toBe(
    "/teams/new/",
  );
});

test("a subscription is cancelled once it is said what is lost and when", async () => {
  const asked = answer({ ...ANSWERS, "POST billing/subscription/": DONE });
  await show("/settings/billing/");

  fireEvent.click(await screen.findByRole("button", { name: "Cancel subscription" }));
  const dialog = within(
    await screen.findByRole("alertdialog", { name: "Cancel the subscription?" }),
  );
  expect(dialog.getByText(/You keep Pro until February 1, 2026, and nothing more/)).toBeDefined();
  expect(dialog.getByRole("button", { name: "Keep subscription" })).toBeDefined();
  fireEvent.click(dialog.getByRole("button", { name: "Cancel subscription" }));

  expect(await screen.findByText("It is done.")).toBeDefined();
  const deed = asked.find((it) => it.call.startsWith("POST"));
  expect(deed?.body).toEqual({ action: "cancel" });
  expect(deed?.headers.get("Idempotency-Key")).toBeTruthy();
  await waitFor(() => {
    expect(asked.filter((it) => it.call === "GET billing/overview/")).toHaveLength(2);
  });
});

test("a deed whose answer was lost is sent again under its key, a refused one under another", async () => {
  const paused = { ...OVERVIEW, state: "ending", actions: ["resume"] };
  const again = { ...MAY, "GET billing/overview/": paused };
  const lost = answer({ ...again, "POST billing/subscription/": new Error("offline") });
  await show("/settings/billing/");
  const keys = (asked: typeof lost) =>
    asked.filter((it) => it.call.startsWith("POST")).map((it) => it.headers.get("Idempotency-Key"));
  const press = async () => {
    const button = screen.getByRole("button", { name: "Keep my subscription" });
    await waitFor(() => {
      expect(button.hasAttribute("disabled")).toBe(false);
    });
    fireEvent.click(button);
  };
  await screen.findByRole("button", { name: "Keep my subscription" });
  await press();
  await screen.findByText(/cannot be reached/);

  const refused = answer({
    ...again,
    "POST billing/subscription/": problem(409, { detail: "Not now." }),
  });
  await press();
  await screen.findByText("Not now.");
  await press();
  await waitFor(() => {
    expect(keys(refused)).toHaveLength(2);
  });

  const [first, second] = keys(refused);
  expect(first).toBe(keys(lost)[0]);
  expect(second).not.toBe(first);
});

test.each([
  [{ actions: ["choose_plan"], state: "free", price: null, until: null }, "Choose a plan"],
  [{ actions: ["unpause", "cancel"], state: "paused" }, "Resume subscription"],
  [{ actions: ["settle", "cancel"], state: "past_due" }, "Update how you pay"],
])("what one may do leads on", async (changed, name) => {
  answer({ ...MAY, "GET billing/overview/": { ...OVERVIEW, ...changed } });

  await show("/settings/billing/");

  expect(await screen.findByRole("link", { name })).toBeDefined();
  expect(screen.queryByRole("link", { name: "Change plan" })).toBeNull();
});

test("a smaller plan that follows is said, and taken back", async () => {
  const next = { key: "starter", name: "Starter" };
  const asked = answer({
    ...MAY,
    "GET billing/overview/": { ...OVERVIEW, next_plan: next, actions: ["keep", "change_plan"] },
    "POST billing/subscription/": DONE,
  });
  await show("/settings/billing/");

  expect(await screen.findByText("Becomes Starter")).toBeDefined();
  expect(screen.getByText("Price from then")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Stay with Pro" }));

  await screen.findByText("It is done.");
  expect(asked.find((it) => it.call.startsWith("POST"))?.body).toEqual({ action: "keep" });
});

test("invoices go to whom one chooses", async () => {
  const asked = answer({ ...ANSWERS, "PUT billing/contact/": DONE });
  await show("/settings/billing/");

  fireEvent.change(await screen.findByRole("combobox", { name: "Billing contact" }), {
    target: { value: "jonas@example.com" },
  });
  fireEvent.click(screen.getByRole("button", { name: "Change contact" }));

  await screen.findByText("It is done.");
  expect(asked.find((it) => it.call.startsWith("PUT"))?.body).toEqual({
    address: "jonas@example.com",
  });
});

test("what other modules show stands among the rest", async () => {
  answer(ANSWERS);
  const hidden = document.createElement("div");
  hidden.innerHTML = '<div id="billing-parts"><p>Part of another module</p></div>';
  document.body.append(hidden);

  await show("/settings/billing/");

  await screen.findByRole("heading", { name: "Your plan" });
  expect(screen.getByRole("main").contains(screen.getByText("Part of another module"))).toBe(true);
  hidden.remove();
});

test("an open invoice is paid, and the bank's question leads on", async () => {
  answer({
    ...MAY,
    "GET billing/invoices/": page("https://x.test/?cursor=two", INVOICE),
    "GET billing/invoices/?cursor=two": page(null, { ...INVOICE, id: "in_0", number: "ACME-0" }),
    "POST billing/invoices/in_1/pay/": {
      said: "Your bank asks.",
      confirm_at: "https://bank.test/",
    },
  });
  await show("/settings/billing/invoices/");

  fireEvent.click(await screen.findByRole("button", { name: "Show more" }));
  expect(await screen.findByText("ACME-0")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Pay now: ACME-1" }));

  await waitFor(() => {
    expect(vi.mocked(leaveFor)).toHaveBeenCalledWith("https://bank.test/");
  });
});

test("without invoices it is said what will be there", async () => {
  answer({ ...MAY, "GET billing/invoices/": page(null) });

  await show("/settings/billing/invoices/");

  expect(await screen.findByText("No invoices yet")).toBeDefined();
});

test("another payment method pays, and one is removed", async () => {
  const second = { id: "pm_2", name: "Mastercard •••• 4444", expires: "", is_default: false };
  const asked = answer({
    ...MAY,
    "GET billing/payment-methods/": [OVERVIEW.method, second],
    "POST billing/payment-methods/pm_2/": DONE,
    "DELETE billing/payment-methods/pm_2/": DONE,
  });
  await show("/settings/billing/payment-methods/");

  for (const action of ["Pay with this", "Remove"]) {
    const menu = await screen.findByRole("button", { name: `Actions for ${second.name}` });
    fireEvent.keyDown(menu, { key: "Enter" });
    fireEvent.click(await screen.findByRole("menuitem", { name: action }));
    await waitFor(() => {
      expect(screen.queryByRole("menuitem")).toBeNull();
    });
  }

  await waitFor(() => {
    expect(asked.map((it) => it.call)).toContain("DELETE billing/payment-methods/pm_2/");
  });
  expect(asked.map((it) => it.call)).toContain("POST billing/payment-methods/pm_2/");
});

test("where nothing pays yet a card is added at Stripe", async () => {
  answer({ ...MAY, "GET billing/payment-methods/": [] });

  await show("/settings/billing/payment-methods/");

  expect(await screen.findByText("No payment method yet")).toBeDefined();
  const form = screen.getByRole("button", { name: "Add payment method" }).closest("form");
  expect(form?.getAttribute("action")).toBe("/settings/billing/payment-methods/add/");
});
