import type { PageRoute } from "@/app/pages";

export const routes: PageRoute[] = [
  { path: "/teams/", page: () => import("./teams") },
  { path: "/teams/new/", page: () => import("./new-team"), fresh: true },
  { path: "/teams/overview/", page: () => import("./overview"), fresh: true },
  { path: "/settings/team/", page: () => import("./settings") },
  { path: "/settings/team/activity/", page: () => import("./activity") },
  { path: "/settings/team/transfer/", page: () => import("./transfer"), fresh: true },
  { path: "/settings/team/delete/", page: () => import("./delete"), fresh: true },
  { path: "/settings/members/", page: () => import("./members") },
  { path: "/settings/members/invite/", page: () => import("./invite") },
  { path: "/settings/members/invitations/", page: () => import("./members") },
  { path: "/settings/members/$member/role/", page: () => import("./role"), fresh: true },
];
