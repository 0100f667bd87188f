import { expect, test, vi } from "vitest";

import { pagePath, pages } from "@/app/pages";

test("every page has an address of its own, with a slash at both ends", () => {
  const paths = pages.map((it) => it.path);

  expect(new Set(paths).size).toBe(paths.length);
  for (const path of paths) expect(path).toMatch(/^\/.*\/$/);
});

test("a page is found by its address, in a team and outside of one", () => {
  expect(pagePath("/dashboard/", "/")).toBe("/dashboard/");
  expect(pagePath("/t/acme/dashboard/", "/t/acme/")).toBe("/dashboard/");
});

test("a part of an address may vary, and is no more than one part", () => {
  vi.doMock("../modules/dashboard/routes.ts", () => ({
    routes: [
      { path: "/notes/$note/edit/", page: () => Promise.reject(new Error("unused")) },
      { path: "/notes/own/", fresh: true, page: () => Promise.reject(new Error("unused")) },
    ],
  }));
  vi.resetModules();

  return import("@/app/pages").then((fresh) => {
    vi.doUnmock("../modules/dashboard/routes.ts");
    expect(fresh.pagePath("/notes/7/edit/", "/")).toBe("/notes/7/edit/");
    expect(fresh.pagePath("/notes/7/8/edit/", "/")).toBeUndefined();
    expect(fresh.pagePath("/notes/own/", "/")).toBeUndefined();
  });
});

test("what the server draws, and what is in another team, is no page of the app", () => {
  expect(pagePath("/about/", "/")).toBeUndefined();
  expect(pagePath("/t/other/dashboard/", "/t/acme/")).toBeUndefined();
});

test("every page can be loaded", async () => {
  for (const { page } of pages) expect((await page()).default).toBeTypeOf("function");
});
