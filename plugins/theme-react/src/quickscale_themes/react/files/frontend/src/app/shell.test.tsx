import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";

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

describe("the list of pages", () => {
  test("opens by the keyboard and finds a page by a part of its name", async () => {
    fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
    const field = await screen.findByRole("combobox", { name: "Name of a page" });

    fireEvent.change(field, { target: { value: "prof" } });

    expect(screen.getAllByRole("option").map((it) => it.textContent)).toEqual(["Profile"]);
  });

  test("goes to the chosen page and closes", async () => {
    fireEvent.click(screen.getByRole("button", { name: "Quick open" }));
    const field = await screen.findByRole("combobox", { name: "Name of a page" });
    fireEvent.keyDown(field, { key: "ArrowDown" });
    fireEvent.keyDown(field, { key: "ArrowUp" });

    fireEvent.keyDown(field, { key: "Enter" });

    expect(screen.queryByRole("combobox")).toBeNull();
    expect(window.location.pathname).toBe("/dashboard/");
  });

  test("says when no page has such a name", async () => {
    fireEvent.click(screen.getByRole("button", { name: "Quick open" }));

    fireEvent.change(await screen.findByRole("combobox"), { target: { value: "zzz" } });

    expect(screen.getByText("No page has such a name.")).toBeDefined();
  });
});
