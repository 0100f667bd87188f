/** What the server put into the page around the app: `apps/frontend/templatetags/frontend.py`. */

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
