/** Calls to the project's API, with the session and the CSRF token of the page. */

import { shell } from "@/app/shell-data";

/** An answer of the API that is no success, as RFC 9457 describes problems. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    /** What kind of problem, for programs: "not_authenticated". */
    readonly code = "",
    /** What is wrong with each field of what was sent. */
    readonly fields: Record<string, string> = {},
  ) {
    super(detail);
  }
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

interface ProblemBody {
  detail?: string;
  title?: string;
  code?: string;
  errors?: { pointer: string; detail: string }[];
}

/**
 * Ask the API, or tell it something.
 *
 * @param path - Below /api/v1/, with a slash at its end: "me/".
 * @param key - Names this attempt, so that what is sent again is done once: see `newKey`.
 * @throws Problem - The answer is no success, or none came.
 */
export async function api<T>(
  path: string,
  method: Method = "GET",
  body?: unknown,
  key = "",
): Promise<T> {
  const answer = await send(path, method, body, key);
  if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T;
  const problem = await readProblem(answer);
  throw new Problem(
    answer.status,
    problem.detail ?? problem.title ?? `The site answered ${String(answer.status)}.`,
    problem.code,
    Object.fromEntries((problem.errors ?? []).map((it) => [it.pointer.slice(2), it.detail])),
  );
}

/** A new `Idempotency-Key`. */
export function newKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}

async function send(path: string, method: Method, body: unknown, key: string): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = shell.csrf;
  if (key) headers["Idempotency-Key"] = key;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    return await fetch(`${shell.base}api/v1/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Problem(0, "The site cannot be reached. Check your connection and try again.");
  }
}

async function readProblem(answer: Response): Promise<ProblemBody> {
  try {
    return (await answer.json()) as ProblemBody;
  } catch {
    return {};
  }
}
