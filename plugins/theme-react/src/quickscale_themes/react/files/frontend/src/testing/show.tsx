import { render } from "@testing-library/react";
import { vi } from "vitest";

/** Show the app at an address, as a browser that loads the page would: without anything kept. */
export async function show(path: string) {
  window.history.replaceState(null, "", path);
  vi.resetModules();
  const { App } = await import("@/app/app");
  return render(<App />);
}
