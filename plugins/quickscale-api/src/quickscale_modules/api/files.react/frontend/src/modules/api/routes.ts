import type { PageRoute } from "@/app/pages";

export const routes: PageRoute[] = [{ path: "/settings/api-keys/", page: () => import("./keys") }];
