import type { PageRoute } from "@/app/pages";

export const routes: PageRoute[] = [{ path: "/dashboard/", page: () => import("./dashboard") }];
