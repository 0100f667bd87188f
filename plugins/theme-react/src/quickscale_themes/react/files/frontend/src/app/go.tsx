import { Link, useRouter } from "@tanstack/react-router";
import type { ComponentProps } from "react";

import { leaveFor } from "@/app/leave";
import { pagePath } from "@/app/pages";
import { shell } from "@/app/shell-data";

/** A link to an address of the site: within the app where it has the page, else an ordinary one. */
export function Go({ href, ...more }: Omit<ComponentProps<"a">, "href"> & { href: string }) {
  const path = pagePath(href, shell.base);
  return path ? <Link to={path} {...more} /> : <a href={href} {...more} />;
}

/** The same for what happens without a link. */
export function useGo() {
  const router = useRouter();
  return (href: string) => {
    const path = pagePath(href, shell.base);
    if (path) void router.navigate({ to: path });
    else leaveFor(href);
  };
}
