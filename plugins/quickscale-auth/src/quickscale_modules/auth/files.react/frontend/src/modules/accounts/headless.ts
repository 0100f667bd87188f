/** Calls to allauth: what it answers in JSON about the session and the account. */

import { Problem } from "@/app/api";
import { shell } from "@/app/shell-data";

import { askWhoIsThere, IDENTITY_NEEDED } from "./asked-identity";

type Method = "GET" | "POST" | "PUT" | "DELETE";

interface Answer {
  data?: unknown;
  meta?: { is_authenticated?: boolean };
  errors?: { message: string; param?: string }[];
}

export interface Address {
  email: string;
  verified: boolean;
  primary: boolean;
}

export interface Passkey {
  id: number;
  type: "webauthn";
  name: string;
  /** Whether it signs in by itself, where that is known. */
  is_passwordless?: boolean;
  /** Both in seconds since 1970. */
  created_at: number;
  last_used_at: number | null;
}

/**
 * Ask allauth, or tell it something; where it wants to know first who is there, that is asked.
 *
 * @param path - Below /_allauth/browser/v1/: "account/email".
 * @throws Problem - The answer is no success, or none came.
 */
export function allauth<T>(path: string, method: Method = "GET", body?: unknown): Promise<T> {
  return confirmed(() => call<T>(path, method, body));
}

/** Make a call; where it is refused until it is clear who is there, ask that and make it again. */
export async function confirmed<T>(make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== IDENTITY_NEEDED) throw error;
    await askWhoIsThere();
    return make();
  }
}

/** As allauth does, without asking who is there. */
export async function call<T>(path: string, method: Method = "GET", body?: unknown): Promise<T> {
  const answer = await send(path, method, body);
  const found = await read(answer);
  if (answer.ok) return found.data as T;
  if (answer.status === 401) throw unauthenticated(found);
  if (answer.status === 429)
    throw new Problem(429, "Too many requests. Try again in a few minutes.", "rate_limited");
  const errors = found.errors ?? [];
  throw new Problem(
    answer.status,
    errors.find((it) => !it.param)?.message ?? `The site answered ${String(answer.status)}.`,
    "",
    Object.fromEntries(errors.flatMap((it) => (it.param ? [[it.param, it.message]] : []))),
  );
}

function unauthenticated(found: Answer): Problem {
  return found.meta?.is_authenticated
    ? new Problem(403, "Confirm that it is you, then do this once more.", IDENTITY_NEEDED)
    : new Problem(401, "You are not signed in any more.", "not_authenticated");
}

async function send(path: string, method: Method, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = shell.csrf;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    return await fetch(`${shell.base}_allauth/browser/v1/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Problem(0, "The site cannot be reached. Check your connection and try again.");
  }
}

async function read(answer: Response): Promise<Answer> {
  try {
    return (await answer.json()) as Answer;
  } catch {
    return {};
  }
}
