/** The pages of the app, as the folders in `modules/` bring them. */

import type { ComponentType } from "react";

export interface PageRoute {
  /** As the server's address of the page, in any team: "/dashboard/". */
  path: string;
  /** The part of the app that draws it, loaded when it is first shown. */
  page: () => Promise<{ default: ComponentType }>;
}

const modules = import.meta.glob<{ routes: PageRoute[] }>("../modules/*/routes.ts", {
  eager: true,
});

export const pages: PageRoute[] = Object.values(modules).flatMap((it) => it.routes);

const paths = new Set(pages.map((it) => it.path));

/** The path of a page for an address, or nothing where the server draws what stands there. */
export function pagePath(href: string, base: string): string | undefined {
  const path = href.startsWith(base) ? href.slice(base.length - 1) : "";
  return paths.has(path) ? path : undefined;
}
