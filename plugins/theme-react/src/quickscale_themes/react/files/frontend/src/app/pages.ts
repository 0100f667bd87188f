/** The pages of the app, as the folders in `modules/` bring them. */

import type { ComponentType } from "react";

export interface PageRoute {
  /** As the server's address of the page, in any team; what varies has a name: "/notes/$note/". */
  path: string;
  /** The part of the app that draws it, loaded when it is first shown. */
  page: () => Promise<{ default: ComponentType }>;
  /**
   * Whether the server is asked for the page each time: it has something to say first, such as who
   * is there, or a part of the page is its own.
   */
  fresh?: boolean;
}

const modules = import.meta.glob<{ routes: PageRoute[] }>("../modules/*/routes.ts", {
  eager: true,
});

export const pages: PageRoute[] = Object.values(modules).flatMap((it) => it.routes);

const inApp = pages
  .filter((it) => !it.fresh)
  .map((it) => new RegExp(`^${it.path.replace(/\$\w+/g, "[^/]+")}$`));

/** The path of a page for an address, or nothing where the server is asked for what stands there. */
export function pagePath(href: string, base: string): string | undefined {
  const path = href.startsWith(base) ? href.slice(base.length - 1) : "";
  return inApp.some((it) => it.test(path)) ? path : undefined;
}
