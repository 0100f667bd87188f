import { describe, expect, test } from "vitest";

import { api, Problem } from "@/app/api";
import { answer, problem } from "@/testing/answers";

async function refusal(call: Promise<unknown>): Promise<Problem> {
  const caught: unknown = await call.catch((error: unknown) => error);
  if (caught instanceof Problem) return caught;
  throw new Error("it was no problem");
}

describe("a call", () => {
  test("brings the answer, and sends no token where nothing changes", async () => {
    const asked = answer({ "GET me/": { name: "Ada" } });

    expect(await api("me/")).toEqual({ name: "Ada" });
    expect(asked[0]?.headers.has("X-CSRFToken")).toBe(false);
  });

  test("that changes something sends the token of the page", async () => {
    const asked = answer({ "PATCH me/": null });

    await api("me/", "PATCH", { name: "Ada" });

    expect(asked[0]?.headers.get("X-CSRFToken")).toBe("token");
    expect(asked[0]?.body).toEqual({ name: "Ada" });
  });

  test("that is refused says why, for each field", async () => {
    answer({
      "PATCH me/": problem(400, {
        detail: "The name is too long.",
        code: "invalid",
        errors: [{ pointer: "#/name", detail: "Too long." }],
      }),
    });

    const found = await refusal(api("me/", "PATCH", { name: "A" }));

    expect(found).toMatchObject({ status: 400, code: "invalid", fields: { name: "Too long." } });
    expect(found.message).toBe("The name is too long.");
  });

  test("without an answer says so in words", async () => {
    answer({
      "GET me/": new TypeError("fetch failed"),
      "GET a/": new Response("<html>", { status: 502 }),
    });

    expect((await refusal(api("me/"))).message).toContain("cannot be reached");
    expect((await refusal(api("a/"))).message).toBe("The site answered 502.");
  });
});
