import type { PageRoute } from "@/app/pages";

export const routes: PageRoute[] = [
  // Other modules have parts of it, which the server draws.
  { path: "/settings/billing/", page: () => import("./overview"), fresh: true },
  { path: "/settings/billing/invoices/", page: () => import("./invoices") },
  { path: "/settings/billing/payment-methods/", page: () => import("./payment-methods") },
  { path: "/settings/billing/plan/", page: () => import("./choose") },
  { path: "/settings/billing/plan/confirm/", page: () => import("./confirm") },
  { path: "/settings/billing/plan/unpause/", page: () => import("./unpause") },
  { path: "/settings/billing/seats/", page: () => import("./seats") },
];
