import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";

import { Failure } from "@/app/failure";
import { PageSkeleton } from "@/app/page";
import { pages } from "@/app/pages";
import { shell } from "@/app/shell-data";
import { Shell } from "@/app/shell";

const root = createRootRoute({ component: Shell });

export const router = createRouter({
  routeTree: root.addChildren(
    pages.map(({ path, page }) =>
      createRoute({
        getParentRoute: () => root,
        path,
        component: lazyRouteComponent(page),
      }),
    ),
  ),
  basepath: shell.base,
  trailingSlash: "always",
  defaultPreload: "intent",
  defaultErrorComponent: Failure,
  defaultPendingComponent: PageSkeleton,
  defaultPendingMs: 200,
  scrollRestoration: true,
});
