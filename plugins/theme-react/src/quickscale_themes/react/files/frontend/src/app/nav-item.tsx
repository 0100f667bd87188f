import { useRouterState } from "@tanstack/react-router";

import { Go } from "@/app/go";
import { type NavLink, shell } from "@/app/shell-data";
import { Icon } from "@/components/icon";

/** A line of the navigation; one that changes something is a form with one button. */
export function NavItem({ link }: { link: NavLink }) {
  const path = useRouterState({ select: (state) => state.location.href });
  const here = shell.base + path.slice(1).replace(/[?#].*/, "");
  const inside = (
    <>
      <Icon name={link.icon} />
      <span>{link.label}</span>
    </>
  );
  if (link.method === "post")
    return (
      <form className="nav-form" method="post" action={link.href}>
        <input type="hidden" name="csrfmiddlewaretoken" value={shell.csrf} />
        <button className="nav-link" type="submit">
          {inside}
        </button>
      </form>
    );
  return (
    <Go
      className="nav-link"
      href={link.href}
      aria-current={here.startsWith(link.href) ? "page" : undefined}
    >
      {inside}
    </Go>
  );
}
