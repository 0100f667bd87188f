import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { NavItem } from "@/app/nav-item";
import { ServerPart } from "@/app/server-part";
import { shell } from "@/app/shell-data";
import { UserMenu } from "@/app/user-menu";

/** What stands around every page. */
export function Shell() {
  useFocusOnNewPages();
  return (
    <div className="app">
      <aside className="app-sidebar" id="app-menu" popover="auto">
        <a className="brand" href={shell.base}>
          <span className="brand-mark" aria-hidden="true">
            {shell.site.slice(0, 1).toUpperCase()}
          </span>
          <span className="brand-name">{shell.site}</span>
        </a>
        <ServerPart id="sidebar-top" />
        <nav className="app-nav" aria-label="Main">
          {shell.navigation.map((link) => (
            <NavItem key={link.href} link={link} />
          ))}
        </nav>
        <UserMenu />
      </aside>
      <div className="app-body">
        <Outlet />
      </div>
    </div>
  );
}

/** Lead the keyboard and screen readers to a page once it is there, and close the menu. */
function useFocusOnNewPages() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== undefined && before.current !== path) {
      document.getElementById("app-menu")?.hidePopover();
      document.getElementById("main")?.focus();
    }
    before.current = path;
  }, [path]);
}
