/** What the API answers of money in tests. */

import type { Invoice, Money, Overview, Preview } from "./schema";

export function money(amount: number): Money {
  return { amount: amount * 100, currency: "usd", text: `$${String(amount)}` };
}

export const INVOICE: Invoice = {
  id: "in_1",
  number: "ACME-1",
  status: "open",
  total: money(49),
  tax: money(0),
  created_at: "2026-01-01T10:00:00Z",
  page: null,
  pdf: "https://stripe.test/in_1.pdf",
};

export const OVERVIEW: Overview = {
  plan: { key: "pro", name: "Pro" },
  state: "active",
  state_label: "Active",
  until: "2026-02-01T10:00:00Z",
  next_plan: null,
  price: { interval: "month", price: money(49) },
  total: money(147),
  per_seat: true,
  seats: 3,
  seats_follow: false,
  actions: ["change_plan", "change_seats", "pause", "cancel"],
  counted_since: "2026-01-01T10:00:00Z",
  usage: [
    {
      name: "exports",
      label: "Exports",
      used: 40,
      allowed: 100,
      since: "2026-01-01T10:00:00Z",
      text: "40 of 100",
      cost: "$2 so far",
    },
    {
      name: "projects",
      label: "Projects",
      used: 3,
      allowed: null,
      since: "2026-01-01T10:00:00Z",
      text: "3, without limit",
      cost: "",
    },
  ],
  method: { id: "pm_1", name: "Visa •••• 4242", expires: "12/2030", is_default: true },
  contact: "ada@example.com",
  contacts: ["ada@example.com", "jonas@example.com"],
  invoices: [INVOICE],
  purchases: [{ key: "pack", name: "Pack", description: "More exports.", price: money(9) }],
  confirm_at: "",
  portal: true,
};

export const PREVIEW: Preview = {
  due_now: money(30),
  lines: [{ text: "Rest of Pro", amount: money(30) }],
  tax: money(6),
};

export const DONE = { said: "It is done.", confirm_at: "" };

export const MAY = {
  "GET billing/access/": { manages: true, pays: true, people: [], begin_at: "" },
};
