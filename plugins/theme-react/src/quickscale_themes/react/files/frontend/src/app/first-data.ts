/**
 * What the server put into the page for a first query, so that it need not be asked for again.
 *
 * @param name - As in the page: `first-dashboard` is "dashboard".
 * @returns The data once, and nothing from then on: what is older is asked for.
 */
export function firstData(name: string): unknown {
  const element = document.getElementById(`first-${name}`);
  element?.remove();
  return element?.textContent ? JSON.parse(element.textContent) : undefined;
}

/** The same for a text; empty where the page holds none. */
export function firstText(name: string): string {
  const found = firstData(name);
  return typeof found === "string" ? found : "";
}
