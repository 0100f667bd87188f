import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";

import { answer } from "@/testing/answers";
import { show } from "@/testing/show";

const DASHBOARD = {
  checklist: [],
  numbers: [],
  charts: [],
  has_tasks: false,
  tasks: [],
  activity: [],
};

beforeEach(async () => {
  answer({ "GET dashboard/": DASHBOARD });
  await show("/dashboard/");
  await screen.findByRole("heading", { name: "Hello, Ada" });
});

test("the page that is shown is marked in the navigation", () => {
  expect(
    screen.getByRole("link", { name: "Dashboard", hidden: true }).getAttribute("aria-current"),
  ).toBe("page");
});

test("signing out is a form with the token of the page", async () => {
  fireEvent.keyDown(screen.getByRole("button", { name: /Ada Ferreira/, hidden: true }), {
    key: "Enter",
  });

  const form = (await screen.findByRole("menuitem", { name: "Sign out", hidden: true })).closest(
    "form",
  );

  expect(form?.getAttribute("action")).toBe("/accounts/logout/");
  expect(form?.querySelector("input")?.value).toBe("token");
});

test("colours that were chosen stay chosen", async () => {
  fireEvent.keyDown(screen.getByRole("button", { name: /Ada Ferreira/, hidden: true }), {
    key: "Enter",
  });

  fireEvent.click(await screen.findByRole("menuitemradio", { name: "Dark", hidden: true }));

  expect(document.documentElement.dataset.scheme).toBe("dark");
  expect(localStorage.getItem("scheme")).toBe("dark");
});

describe("the list of what one may open or do", () => {
  const FIELD = "Find a page, a setting or something to do";
  const TEAM = { icon: "", avatar: "Lighthouse", method: "post", chosen: false };
  const FOUND = [
    { label: "Teams", entries: [{ ...TEAM, label: "Lighthouse", href: "/teams/light/switch/" }] },
  ];
  const offered = () => screen.getAllByRole("option").map((it) => it.textContent);

  test("opens by the keyboard and finds what the server finds", async () => {
    answer({ "GET quick-open/?q=": [], "GET quick-open/?q=light": FOUND });
    fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
    const field = await screen.findByRole("combobox", { name: FIELD });

    fireEvent.change(field, { target: { value: "light" } });

    await waitFor(() => {
      expect(offered()).toEqual(["LLighthouse"]);
    });
    expect(screen.getByRole("group", { name: "Teams" })).toBeDefined();
  });

  test("sends what is an action as the form that it is", async () => {
    answer({ "GET quick-open/?q=": FOUND });
    const sent = vi.spyOn(HTMLFormElement.prototype, "submit").mockReturnValue();
    fireEvent.click(screen.getByRole("button", { name: "Quick open" }));

    fireEvent.click(await screen.findByRole("option", { name: /Lighthouse/ }));

    const [form] = sent.mock.contexts as HTMLFormElement[];
    expect(form?.getAttribute("action")).toBe("/teams/light/switch/");
    expect(screen.queryByRole("combobox")).toBeNull();
  });

  test("offers the pages it knows of while the server cannot be reached", async () => {
    answer({});
    fireEvent.click(screen.getByRole("button", { name: "Quick open" }));
    const field = await screen.findByRole("combobox", { name: FIELD });
    fireEvent.change(field, { target: { value: "prof" } });
    expect(offered()).toEqual(["Profile"]);
    fireEvent.change(field, { target: { value: "" } });
    fireEvent.keyDown(field, { key: "ArrowDown" });
    fireEvent.keyDown(field, { key: "ArrowUp" });

    fireEvent.keyDown(field, { key: "Enter" });

    expect(screen.queryByRole("combobox")).toBeNull();
    expect(window.location.pathname).toBe("/dashboard/");
  });

  test("says when nothing fits", async () => {
    answer({ "GET quick-open/?q=": [], "GET quick-open/?q=zzz": [] });
    fireEvent.click(screen.getByRole("button", { name: "Quick open" }));

    fireEvent.change(await screen.findByRole("combobox"), { target: { value: "zzz" } });

    expect(await screen.findByText(/Nothing that you may open/)).toBeDefined();
  });
});
