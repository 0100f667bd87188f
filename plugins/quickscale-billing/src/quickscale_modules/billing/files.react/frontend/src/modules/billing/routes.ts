import type { PageRoute } from "@/app/pages";

export const routes: PageRoute[] = [
  { path: "/settings/billing/", page: () => import("./overview") },
  { path: "/settings/billing/invoices/", page: () => import("./invoices") },
  { path: "/settings/billing/payment-methods/", page: () => import("./payment-methods") },
  { path: "/settings/billing/plan/", page: () => import("./choose") },
  { path: "/settings/billing/plan/confirm/", page: () => import("./confirm") },
  { path: "/settings/billing/plan/unpause/", page: () => import("./unpause") },
  { path: "/settings/billing/seats/", page: () => import("./seats") },
];
