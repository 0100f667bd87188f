/** Whether somebody is being asked who they are, and who waits for the answer. */

import { Problem } from "@/app/api";

/** What the site answers to what is sensitive, unless it was asked a few minutes ago. */
export const IDENTITY_NEEDED = "identity_not_confirmed";

interface Waiting {
  resolve: () => void;
  reject: (problem: Problem) => void;
}

let waiting: Waiting[] = [];
const listeners = new Set<() => void>();

function tellAll(next: Waiting[]) {
  waiting = next;
  for (const listener of listeners) listener();
}

export const isAsked = () => waiting.length > 0;

export function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Ask who is there; rejected where that is not answered. */
export function askWhoIsThere(): Promise<void> {
  return new Promise((resolve, reject) => {
    tellAll([...waiting, { resolve, reject }]);
  });
}

/** Let what waits go on. */
export function identityConfirmed() {
  const all = waiting;
  tellAll([]);
  for (const it of all) it.resolve();
}

/** Refuse what waits. */
export function identityRefused() {
  const all = waiting;
  tellAll([]);
  for (const it of all)
    it.reject(new Problem(403, "That needs you to confirm who you are.", IDENTITY_NEEDED));
}
