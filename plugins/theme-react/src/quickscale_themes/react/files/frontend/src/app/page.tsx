import { type ReactNode, useEffect } from "react";

import { CommandPalette } from "@/app/command-palette";
import { NavItem } from "@/app/nav-item";
import { ServerPart } from "@/app/server-part";
import { shell } from "@/app/shell-data";
import { Icon } from "@/components/icon";
import { Skeleton } from "@/components/skeleton";

interface PageProps {
  title: string;
  /** Its heading, where that is not the title. */
  heading?: string;
  actions?: ReactNode;
  /** Whether it is a section of the settings. */
  settings?: boolean;
  children: ReactNode;
}

/** A page: its title and actions in the bar, and what it shows below it. */
export function Page({ title, heading = title, actions, settings = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · ${shell.site}`;
  }, [title]);

  return (
    <>
      <header className="app-bar">
        <button
          className="btn menu-button"
          type="button"
          data-variant="ghost"
          data-size="icon"
          popoverTarget="app-menu"
          aria-label="Menu"
        >
          <Icon name="menu" />
        </button>
        <div className="app-bar-title">
          <h1>{heading}</h1>
        </div>
        <CommandPalette />
        <div className="app-bar-actions">{actions}</div>
      </header>
      <main className="app-main" id="main" tabIndex={-1}>
        <ServerPart id="page-top" />
        <div className="app-columns">
          {settings && (
            <nav className="app-aside" aria-label="Settings">
              {[...new Set(shell.settings.map((it) => it.group))].map((group) => (
                <div key={group} className="app-aside-group" role="group" aria-label={group}>
                  <p aria-hidden="true">{group}</p>
                  {shell.settings
                    .filter((it) => it.group === group)
                    .map((link) => (
                      <NavItem key={link.href} link={link} />
                    ))}
                </div>
              ))}
            </nav>
          )}
          <div className="app-content">{children}</div>
        </div>
      </main>
    </>
  );
}

/** A page while what it shows is on its way. */
export function PageSkeleton() {
  return (
    <Page title="Loading">
      <Skeleton />
    </Page>
  );
}
