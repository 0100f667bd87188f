import { afterEach, expect, test, vi } from "vitest";

import { post, saidOnArrival } from "@/app/leave";

afterEach(() => {
  sessionStorage.clear();
});

test("what is said on arrival is said once", () => {
  sessionStorage.setItem("said-on-arrival", "Saved.");

  expect(saidOnArrival()).toBe("Saved.");
  expect(saidOnArrival()).toBe("");
});

test("a form without fields holds the token of the page", () => {
  const sent = vi.spyOn(HTMLFormElement.prototype, "submit").mockReturnValue();

  post("/teams/acme/switch/");

  const [form] = sent.mock.contexts as HTMLFormElement[];
  expect(form?.getAttribute("action")).toBe("/teams/acme/switch/");
  expect(form?.method).toBe("post");
  expect(form?.querySelector("input")?.value).toBe("token");
});
