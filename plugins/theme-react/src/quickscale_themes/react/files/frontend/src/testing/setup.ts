/** What a page brings along, for tests; they import nothing of the app before it is there. */

import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

import type { Shell } from "@/app/shell-data";

const shell: Shell = {
  site: "Acme",
  base: "/",
  icons: "/static/theme/icons.svg",
  csrf: "token",
  nonce: "nonce",
  user: { name: "Ada Ferreira", email: "ada@example.com" },
  navigation: [
    { label: "Dashboard", href: "/dashboard/", icon: "layout-dashboard", method: "get", group: "" },
  ],
  account: [
    { label: "Sign out", href: "/accounts/logout/", icon: "log-out", method: "post", group: "" },
  ],
  settings: [
    { label: "Profile", href: "/settings/profile/", icon: "user", method: "get", group: "" },
  ],
  messages: [],
};

const element = document.createElement("script");
element.id = "shell";
element.type = "application/json";
element.textContent = JSON.stringify(shell);
document.head.append(element);
window.scrollTo = () => undefined;
HTMLElement.prototype.hidePopover = () => undefined;
configure({ asyncUtilTimeout: 10_000 });
afterEach(cleanup);
