import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";

import { answer, problem } from "@/testing/answers";
import { show } from "@/testing/show";

import type { Passkey } from "./headless";
import type { AccountEvent, AccountProtection, Me, Session } from "./schema";

const ALLAUTH = "/_allauth/browser/v1/";

const ME: Me = {
  id: "1",
  email: "ada@example.com",
  name: "Ada Ferreira",
  time_zone: "Europe/Lisbon",
  joined_at: "2026-01-01T10:00:00Z",
};

const PROTECTION: AccountProtection = {
  offered: ["totp", "webauthn", "recovery_codes"],
  has_password: true,
  has_app: false,
  app_used_at: null,
  passkeys: 0,
  recovery_codes: null,
  has_second_factor: false,
  confirm_by: ["password", "code"],
  passkey_signs_in: true,
  verification: "link",
};

const EVENT: AccountEvent = {
  kind: "sign_in_failed",
  text: "Wrong password",
  detail: "",
  is_warning: true,
  device: "Firefox on Linux",
  ip: "198.51.100.7",
  created_at: "2026-01-01T10:00:00Z",
};

function session(id: string, device: string, isCurrent = false): Session {
  const at = "2026-01-01T10:00:00Z";
  return { id, device, ip: "::1", created_at: at, last_seen_at: at, is_current: isCurrent };
}

const pages = (...results: unknown[]) => ({ next: null, previous: null, results });

/** What allauth answers where it wants to know first who is there. */
const whoIsThere = () => said(401, { meta: { is_authenticated: true } });

function said(status: number, body: object): Response {
  return new Response(JSON.stringify({ status, ...body }), { status });
}

let answers: Record<string, unknown>;

beforeEach(() => {
  answers = {
    "GET me/": ME,
    "GET me/security/": PROTECTION,
    "GET me/time-zones/": ["UTC", "Europe/Lisbon", "America/New_York"],
    "GET me/activity/?limit=5": pages(EVENT),
    "GET me/activity/?limit=25": pages(EVENT),
    [`POST ${ALLAUTH}auth/reauthenticate`]: said(200, { data: {} }),
  };
});

async function fill(label: string, value: string) {
  fireEvent.change(await screen.findByLabelText(label), { target: { value } });
}

const press = (name: string) => {
  fireEvent.click(screen.getByRole("button", { name }));
};

async function confirmByPassword(then: Record<string, unknown>) {
  const dialog = within(await screen.findByRole("dialog", { name: "Confirm it is you" }));
  Object.assign(answers, then);
  fireEvent.change(await dialog.findByLabelText("Password"), { target: { value: "secret" } });
  fireEvent.click(dialog.getByRole("button", { name: "Confirm" }));
}

describe("the profile", () => {
  test("is saved, and the menu has the new name", async () => {
    const asked = answer(answers);
    answers["PATCH me/"] = { ...ME, name: "Ada F." };
    await show("/settings/profile/");

    await fill("Name optional", "Ada F.");
    await fill("Time zone", "America/New_York");
    press("Save profile");

    expect(await screen.findByText("Your profile is saved.")).toBeDefined();
    expect(asked.find((it) => it.call === "PATCH me/")?.body).toEqual({
      name: "Ada F.",
      time_zone: "America/New_York",
    });
    expect(screen.getByText("Ada F.")).toBeDefined();
  });

  test("says beside the name what the server has against it", async () => {
    answer(answers);
    const errors = [{ pointer: "#/name", detail: "A name holds no web address." }];
    answers["PATCH me/"] = problem(400, { detail: "Not right.", code: "invalid", errors });
    await show("/settings/profile/");

    await fill("Name optional", "evil.example");
    press("Save profile");

    expect((await screen.findAllByText(/A name holds no web address/)).length).toBe(2);
  });
});

describe("the sessions", () => {
  beforeEach(() => {
    answers["GET me/sessions/"] = [session("a", "Chrome on macOS", true), session("b", "Firefox")];
  });

  test("are signed out one by one, at once", async () => {
    const asked = answer({ ...answers, "DELETE me/sessions/b/": null });
    await show("/settings/sessions/");
    const table = within(await screen.findByRole("region", { name: "Your sessions" }));
    expect(table.getAllByRole("button").map((it) => it.ariaLabel)).toEqual(["Sign out Firefox"]);

    press("Sign out Firefox");

    expect(await screen.findByText("That session is signed out.")).toBeDefined();
    expect(asked.map((it) => it.call)).toContain("DELETE me/sessions/b/");
  });

  test("are signed out all but this one", async () => {
    const asked = answer({ ...answers, "DELETE me/sessions/": null });
    await show("/settings/sessions/");
    await screen.findByText("This one");

    press("Sign out all others");

    expect(await screen.findByText("All other sessions are signed out.")).toBeDefined();
    expect(asked.map((it) => it.call)).toContain("DELETE me/sessions/");
  });

  test("come back where the server refuses", async () => {
    answer({ ...answers, "DELETE me/sessions/": problem(403, { detail: "Not now." }) });
    await show("/settings/sessions/");
    await screen.findByText("This one");

    press("Sign out all others");

    expect(await screen.findByText("Not now.")).toBeDefined();
    expect(await screen.findByRole("button", { name: "Sign out Firefox" })).toBeDefined();
  });
});

describe("the deletion", () => {
  test("asks for the address, then who is there, and goes on by itself", async () => {
    const asked = answer(answers);
    answers["GET me/deletion/"] = { obstacles: [] };
    answers["POST me/deletion/"] = problem(403, {
      detail: "Say again who you are first.",
      code: "identity_not_confirmed",
    });
    await show("/settings/profile/delete/");

    await fill("Type your e-mail address to confirm", "grace@example.com");
    press("Delete my account");
    expect((await screen.findAllByText(/That is not this account's address/)).length).toBe(2);
    await fill("Type your e-mail address to confirm", "ada@example.com");
    press("Delete my account");
    await confirmByPassword({ "POST me/deletion/": null });

    await waitFor(() => {
      expect(asked.filter((it) => it.call === "POST me/deletion/").length).toBe(2);
    });
  });

  test("says what is in the way", async () => {
    answer({ ...answers, "GET me/deletion/": { obstacles: ["You have an open order."] } });

    await show("/settings/profile/delete/");

    expect(await screen.findByText("You have an open order.")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Delete my account" })).toBeNull();
  });
});

describe("the address", () => {
  const present = { email: "ada@example.com", verified: true, primary: true };

  beforeEach(() => {
    answers[`GET ${ALLAUTH}account/email`] = said(200, { data: [present] });
  });

  test("changes once it is clear who is there", async () => {
    const asked = answer(answers);
    answers[`POST ${ALLAUTH}account/email`] = whoIsThere();
    await show("/settings/email/");

    await fill("New e-mail address", "new@example.com");
    press("Change address");
    await confirmByPassword({ [`POST ${ALLAUTH}account/email`]: said(200, { data: [present] }) });

    expect(await screen.findByText(/We sent a link to new@example.com/)).toBeDefined();
    expect(asked.filter((it) => it.call.startsWith("POST")).map((it) => it.body)).toEqual([
      { email: "new@example.com" },
      { password: "secret" },
      { email: "new@example.com" },
    ]);
  });

  test("stays where nobody says who is there, and it is said why", async () => {
    answer(answers);
    answers[`POST ${ALLAUTH}account/email`] = whoIsThere();
    await show("/settings/email/");

    await fill("New e-mail address", "new@example.com");
    press("Change address");
    const dialog = await screen.findByRole("dialog", { name: "Confirm it is you" });
    fireEvent.keyDown(dialog, { key: "Escape" });

    expect(await screen.findByText("That needs you to confirm who you are.")).toBeDefined();
  });

  test("that is not verified yet is sent again or dropped", async () => {
    const asked = answer(answers);
    const pending = { email: "new@example.com", verified: false, primary: false };
    answers[`GET ${ALLAUTH}account/email`] = said(200, { data: [present, pending] });
    answers[`PUT ${ALLAUTH}account/email`] = said(200, {});
    answers[`DELETE ${ALLAUTH}account/email`] = said(200, { data: [present] });
    await show("/settings/email/");
    expect(await screen.findByText("Changing to")).toBeDefined();

    press("Send the e-mail again");
    expect(await screen.findByText(/We sent a link to new@example.com/)).toBeDefined();
    press("Keep the present address");

    expect(await screen.findByText("The present address stays.")).toBeDefined();
    expect(asked.find((it) => it.call.startsWith("DELETE"))?.body).toEqual({
      email: "new@example.com",
    });
  });
});

describe("who is there", () => {
  beforeEach(() => {
    answers["GET me/security/"] = {
      ...PROTECTION,
      recovery_codes: 1,
      confirm_by: ["code", "app", "password"],
    };
    answers[`GET ${ALLAUTH}account/authenticators/recovery-codes`] = whoIsThere();
  });

  const CODES = {
    [`GET ${ALLAUTH}account/authenticators/recovery-codes`]: said(200, {
      data: { unused_codes: ["12345678"] },
    }),
  };

  test("is said by a code from an e-mail", async () => {
    const asked = answer(answers);
    answers[`POST ${ALLAUTH}auth/reauthenticate/code/request`] = said(200, {});
    await show("/settings/security/recovery-codes/");

    fireEvent.click(await screen.findByRole("button", { name: "Send a code to ada@example.com" }));
    await fill("Code", "ABCDEF");
    answers[`POST ${ALLAUTH}auth/reauthenticate/code/confirm`] = said(400, {
      errors: [{ param: "code", message: "That code is not right." }],
    });
    press("Confirm");
    expect((await screen.findAllByText(/That code is not right/)).length).toBe(2);
    Object.assign(answers, CODES, {
      [`POST ${ALLAUTH}auth/reauthenticate/code/confirm`]: said(200, { data: {} }),
    });
    press("Confirm");

    expect(await screen.findByText("12345678")).toBeDefined();
    expect(asked.find((it) => it.call.endsWith("code/request"))?.body).toEqual({
      email: "ada@example.com",
    });
  });

  test("is said in another way that the account has", async () => {
    const asked = answer(answers);
    await show("/settings/security/recovery-codes/");

    fireEvent.click(
      await screen.findByRole("button", { name: "Use a code from your app, or a recovery code" }),
    );
    await fill("Code from your app, or a recovery code", "123456");
    Object.assign(answers, CODES, {
      [`POST ${ALLAUTH}auth/2fa/reauthenticate`]: said(200, { data: {} }),
    });
    press("Confirm");

    expect(await screen.findByText("12345678")).toBeDefined();
    expect(asked.find((it) => it.call.endsWith("2fa/reauthenticate"))?.body).toEqual({
      code: "123456",
    });
  });

  test("cannot be said without a way, and it is said what to do", async () => {
    answer({
      ...answers,
      "GET me/security/": { ...PROTECTION, recovery_codes: 1, confirm_by: [] },
    });

    await show("/settings/security/recovery-codes/");

    expect(
      (await screen.findByRole("link", { name: "Verify your e-mail address" })).getAttribute(
        "href",
      ),
    ).toBe("/settings/email/");
  });
});

describe("security", () => {
  test("says what there is, and leads to what there could be", async () => {
    answer(answers);

    await show("/settings/security/");

    const links = ["Change password", "Set up app", "Add passkey", "All activity"];
    for (const name of links) expect(await screen.findByRole("link", { name })).toBeDefined();
    expect(screen.getByText("Was it you?")).toBeDefined();
    expect(screen.queryByText("Recovery codes")).toBeNull();
  });

  test("shows all activity", async () => {
    answer(answers);

    await show("/settings/security/activity/");

    expect(await screen.findByText("Wrong password")).toBeDefined();
    expect(screen.getByText(/Firefox on Linux, 198.51.100.7/)).toBeDefined();
  });

  test("changes the password by the present one", async () => {
    const asked = answer(answers);
    const path = `POST ${ALLAUTH}account/password/change`;
    answers[path] = said(400, { errors: [{ param: "new_password", message: "Too common." }] });
    await show("/settings/security/password/");

    await fill("Current password", "old");
    await fill("New password", "new");
    await fill("New password again", "other");
    press("Change password");
    expect((await screen.findAllByText(/The two passwords differ/)).length).toBe(2);
    await fill("New password again", "new");
    press("Change password");
    expect((await screen.findAllByText(/Too common/)).length).toBe(2);
    answers[path] = said(200, { data: {} });
    press("Change password");

    expect(await screen.findByText("Your password is changed.")).toBeDefined();
    expect(asked.find((it) => it.call === path)?.body).toEqual({
      current_password: "old",
      new_password: "new",
    });
  });

  test("sets an app up by its first code", async () => {
    const path = `${ALLAUTH}account/authenticators/totp`;
    answer(answers);
    answers[`GET ${path}`] = said(200, { data: { secret: "ABC234", svg: "<svg/>" } });
    answers[`POST ${path}`] = said(200, { data: {} });
    answers[`GET ${ALLAUTH}account/authenticators/recovery-codes`] = said(200, {
      data: { unused_codes: ["12345678"] },
    });
    await show("/settings/security/app/activate/");

    expect(await screen.findByText("ABC234")).toBeDefined();
    answers["GET me/security/"] = { ...PROTECTION, recovery_codes: 1 };
    await fill("Code from the app", "123456");
    press("Turn on");

    expect(await screen.findByText("12345678")).toBeDefined();
  });

  test("keeps the app that the admin demands, and says so", async () => {
    answer(answers);
    answers[`DELETE ${ALLAUTH}account/authenticators/totp`] = said(409, {
      errors: [{ message: "The admin needs two-step verification." }],
    });
    await show("/settings/security/app/deactivate/");

    await screen.findByText("Signing in then no longer asks for its code.");
    press("Remove app");

    expect(await screen.findByText("The admin needs two-step verification.")).toBeDefined();
  });

  test("makes new recovery codes once it is sure", async () => {
    const path = `${ALLAUTH}account/authenticators/recovery-codes`;
    answer(answers);
    answers["GET me/security/"] = { ...PROTECTION, recovery_codes: 1 };
    answers[`GET ${path}`] = said(200, { data: { unused_codes: ["12345678"] } });
    answers[`POST ${path}`] = said(200, { data: { unused_codes: ["87654321"] } });
    await show("/settings/security/recovery-codes/");
    await screen.findByText("12345678");

    press("Make new codes");
    answers[`GET ${path}`] = said(200, { data: { unused_codes: ["87654321"] } });
    const sure = within(await screen.findByRole("alertdialog"));
    fireEvent.click(sure.getByRole("button", { name: "Make new codes" }));

    expect(await screen.findByText("87654321")).toBeDefined();
  });
});

describe("passkeys", () => {
  const KEY: Passkey = {
    id: 7,
    type: "webauthn",
    name: "Laptop",
    is_passwordless: false,
    created_at: 1_767_261_600,
    last_used_at: null,
  };
  const path = `${ALLAUTH}account/authenticators/webauthn`;

  beforeEach(() => {
    answers[`GET ${ALLAUTH}account/authenticators`] = said(200, { data: [KEY, { type: "totp" }] });
  });

  async function choose(action: string) {
    const menu = await screen.findByRole("button", { name: "Actions for Laptop" });
    fireEvent.keyDown(menu, { key: "Enter" });
    fireEvent.click(await screen.findByRole("menuitem", { name: action }));
  }

  test("get another name", async () => {
    const asked = answer({ ...answers, [`PUT ${path}`]: said(200, { data: KEY }) });
    await show("/settings/security/passkeys/");
    expect(await screen.findByText("Second step only")).toBeDefined();

    await choose("Rename");
    await fill("Name", "Phone");
    press("Save name");

    expect(await screen.findByText("The passkey has another name.")).toBeDefined();
    expect(asked.find((it) => it.call.startsWith("PUT"))?.body).toEqual({ id: 7, name: "Phone" });
  });

  test("are removed", async () => {
    const asked = answer({ ...answers, [`DELETE ${path}`]: said(200, {}) });
    await show("/settings/security/passkeys/7/remove/");

    await choose("Remove");
    const sure = within(await screen.findByRole("alertdialog", { name: "Remove Laptop?" }));
    fireEvent.click(sure.getByRole("button", { name: "Remove passkey" }));

    expect(await screen.findByText("Laptop is removed.")).toBeDefined();
    expect(asked.find((it) => it.call.startsWith("DELETE"))?.body).toEqual({
      authenticators: [7],
    });
  });

  test("are not offered where the browser has none", async () => {
    answer(answers);
    await show("/settings/security/passkeys/add/");

    await screen.findByLabelText("Sign in with it alone");
    press("Create passkey");

    expect((await screen.findAllByText("This browser has no passkeys.")).length).toBe(1);
  });

  test("are made by the browser as the server asks", async () => {
    const created = { id: "abc", type: "public-key" };
    vi.stubGlobal("PublicKeyCredential", {
      parseCreationOptionsFromJSON: (options: unknown) => ({ parsed: options }),
    });
    const create = vi.fn().mockResolvedValue({ toJSON: () => created });
    Object.defineProperty(navigator, "credentials", { value: { create }, configurable: true });
    const asked = answer({
      ...answers,
      [`GET ${path}?passwordless`]: said(200, {
        data: { creation_options: { publicKey: { challenge: "x" } } },
      }),
      [`POST ${path}`]: said(200, { data: KEY }),
    });
    await show("/settings/security/passkeys/add/");

    await fill("Name", "Phone");
    press("Create passkey");

    expect(await screen.findByText("The passkey is added.")).toBeDefined();
    expect(create).toHaveBeenCalledWith({ publicKey: { parsed: { challenge: "x" } } });
    expect(asked.find((it) => it.call === `POST ${path}`)?.body).toEqual({
      name: "Phone",
      credential: created,
    });
    vi.unstubAllGlobals();
  });
});

test("whoever is signed out elsewhere is asked to sign in again", async () => {
  answer({ ...answers, [`GET ${ALLAUTH}account/email`]: said(401, { meta: {} }) });

  await show("/settings/email/");

  expect(await screen.findByRole("alertdialog", { name: "Your session has ended" })).toBeDefined();
});
