/** Ways to pages that the server is asked for. */

import { shell } from "@/app/shell-data";

const KEPT = "said-on-arrival";

/**
 * Go to an address of the site.
 *
 * @param text - What is said in a corner once one is there.
 */
export function leaveFor(href: string, text = "") {
  try {
    if (text) sessionStorage.setItem(KEPT, text);
  } catch {
    // Storage may be forbidden; then it is not said.
  }
  window.location.assign(href);
}

/** Return what is to be said on arrival, this once. */
export function saidOnArrival(): string {
  try {
    const text = sessionStorage.getItem(KEPT) ?? "";
    sessionStorage.removeItem(KEPT);
    return text;
  } catch {
    return "";
  }
}

/** Send a form without fields to an address, as a button of a page without the app does. */
export function post(href: string) {
  const form = document.createElement("form");
  const token = document.createElement("input");
  Object.assign(form, { method: "post", action: href, hidden: true });
  Object.assign(token, { type: "hidden", name: "csrfmiddlewaretoken", value: shell.csrf });
  form.append(token);
  document.body.append(form);
  form.submit();
}
