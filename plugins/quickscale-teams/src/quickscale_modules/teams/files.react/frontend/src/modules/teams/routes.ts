import type { PageRoute } from "@/app/pages";

export const routes: PageRoute[] = [
  { path: "/settings/members/", page: () => import("./members") },
  { path: "/settings/members/invitations/", page: () => import("./members") },
];
