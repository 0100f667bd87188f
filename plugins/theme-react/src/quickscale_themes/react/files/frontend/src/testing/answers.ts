/** Stands in for the API in tests. */

import { vi } from "vitest";

/**
 * Answer calls by their method and path below /api/v1/: `{ "GET me/": { name: "Ada" } }`.
 *
 * @returns What was asked for, in order, as it was sent.
 */
export function answer(answers: Record<string, unknown>) {
  const asked: { call: string; body: unknown; headers: Headers }[] = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    const call = `${init.method ?? "GET"} ${url.replace(/^.*\/api\/v1\//, "")}`;
    asked.push({
      call,
      body: typeof init.body === "string" ? JSON.parse(init.body) : undefined,
      headers: new Headers(init.headers),
    });
    const found = answers[call];
    if (found instanceof Response) return Promise.resolve(found.clone());
    if (found instanceof Error) return Promise.reject(found);
    return Promise.resolve(
      found === undefined
        ? problem(404, { detail: `no answer to ${call}` })
        : new Response(found === null ? null : JSON.stringify(found), {
            status: found === null ? 204 : 200,
          }),
    );
  });
  return asked;
}

/** A refusal, as the API words it. */
export function problem(status: number, body: object): Response {
  return new Response(JSON.stringify({ title: "Refused", status, ...body }), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });
}
