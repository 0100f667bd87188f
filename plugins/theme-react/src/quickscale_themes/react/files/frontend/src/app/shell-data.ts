/** What the server put into the page around the app: `apps/frontend/templatetags/frontend.py`. */

import { useSyncExternalStore } from "react";

export interface NavLink {
  label: string;
  href: string;
  icon: string;
  method: "get" | "post";
  /** What the links around it are together, in the settings. */
  group: string;
}

export interface Shell {
  site: string;
  /** Where the site begins, with a slash at its end: "/", or "/t/acme/" in a team. */
  base: string;
  icons: string;
  csrf: string;
  nonce: string;
  user: { name: string; email: string };
  navigation: NavLink[];
  account: NavLink[];
  settings: NavLink[];
  messages: { text: string; tone: string }[];
  /** The present team, where the project has teams and the visitor is in one. */
  team?: { id: string; name: string } | null;
}

const element = document.getElementById("shell");
if (!element?.textContent) throw new Error("The page holds no data for the app.");

export const shell = JSON.parse(element.textContent) as Shell;

const listeners = new Set<() => void>();

/** Say that whoever is signed in has another name or address now. */
export function userIs(user: Shell["user"]) {
  shell.user = user;
  for (const listener of listeners) listener();
}

/** Whoever is signed in, as the last change has it. */
export function useUser(): Shell["user"] {
  return useSyncExternalStore(subscribe, () => shell.user);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
