import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";

import { shell } from "@/app/shell-data";
import * as z from "@/app/zod";
import { Stack } from "@/components/arrangement";
import { Button, LinkButton } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { TextField } from "@/components/field";
import { Form } from "@/components/form";
import { Skeleton } from "@/components/skeleton";

import { protection } from "./api";
import { identityConfirmed, identityRefused, isAsked, subscribe } from "./asked-identity";
import { call } from "./headless";
import { canUsePasskeys, getPasskey, type RequestOptions } from "./webauthn";

type Way = "password" | "code" | "app" | "passkey";

const OFFERS: Record<Way, string> = {
  password: "Use your password",
  code: "Get a code by e-mail",
  app: "Use a code from your app, or a recovery code",
  passkey: "Use your passkey",
};

/** Asks who is there before something sensitive, and lets it go on. */
export function ConfirmIdentity() {
  const open = useSyncExternalStore(subscribe, isAsked);
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => {
        if (!stays) identityRefused();
      }}
      title="Confirm it is you"
    >
      <p>The next step is sensitive, so we ask who you are again.</p>
      {open && <Ways />}
    </Dialog>
  );
}

function Ways() {
  const { data } = useQuery(protection);
  const [chosen, setChosen] = useState<Way>();
  if (!data) return <Skeleton />;
  const ways = data.confirm_by.filter((it) => it !== "passkey" || canUsePasskeys());
  const way = chosen ?? ways[0];
  if (!way)
    return (
      <Stack>
        <p>Verify your address first: what you asked for needs a code that we send there.</p>
        <LinkButton href={`${shell.base}settings/email/`} onClick={identityRefused}>
          Verify your e-mail address
        </LinkButton>
      </Stack>
    );
  return (
    <Stack>
      {way === "password" && <ByPassword />}
      {way === "app" && <ByApp />}
      {way === "code" && <ByCode />}
      {way === "passkey" && <ByPasskey />}
      {ways
        .filter((it) => it !== way)
        .map((it) => (
          <Button
            key={it}
            variant="outline"
            onClick={() => {
              setChosen(it);
            }}
          >
            {OFFERS[it]}
          </Button>
        ))}
    </Stack>
  );
}

/** A mutation that says who is there, and then lets what waits go on. */
function useAnswer<T>(path: string, makeBody: (given: T) => unknown) {
  return useMutation({
    mutationFn: async (given: T) => call(path, "POST", await makeBody(given)),
    onSuccess: identityConfirmed,
    meta: { form: true },
  });
}

const PASSWORD = z.object({ password: z.string().check(z.minLength(1, "Enter your password.")) });

function ByPassword() {
  const answer = useAnswer("auth/reauthenticate", (given: z.output<typeof PASSWORD>) => given);
  return (
    <Form
      schema={PASSWORD}
      labels={{ password: "Password" }}
      values={{ password: "" }}
      action="Confirm"
      onSubmit={answer.mutateAsync}
    >
      {(field) => (
        <TextField {...field("password")} type="password" autoComplete="current-password" />
      )}
    </Form>
  );
}

const CODE = z.object({ code: z.string().check(z.trim(), z.minLength(1, "Enter the code.")) });

function CodeForm({ label, path }: { label: string; path: string }) {
  const answer = useAnswer(path, (given: z.output<typeof CODE>) => given);
  return (
    <Form
      schema={CODE}
      labels={{ code: label }}
      values={{ code: "" }}
      action="Confirm"
      onSubmit={answer.mutateAsync}
    >
      {(field) => (
        <TextField
          {...field("code")}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
        />
      )}
    </Form>
  );
}

function ByApp() {
  return <CodeForm label="Code from your app, or a recovery code" path="auth/2fa/reauthenticate" />;
}

function ByCode() {
  const { email } = shell.user;
  const send = useMutation({
    mutationFn: () => call("auth/reauthenticate/code/request", "POST", { email }),
  });
  return send.isSuccess ? (
    <>
      <p>{`We sent a code to ${email}.`}</p>
      <CodeForm label="Code" path="auth/reauthenticate/code/confirm" />
    </>
  ) : (
    <Button
      icon="mail"
      busy={send.isPending}
      onClick={() => {
        send.mutate();
      }}
    >
      {`Send a code to ${email}`}
    </Button>
  );
}

function ByPasskey() {
  const answer = useMutation({
    mutationFn: async () => {
      const path = "auth/webauthn/reauthenticate";
      const { request_options: options } = await call<{ request_options: RequestOptions }>(path);
      return call(path, "POST", { credential: await getPasskey(options) });
    },
    onSuccess: identityConfirmed,
  });
  return (
    <Button
      icon="fingerprint"
      busy={answer.isPending}
      onClick={() => {
        answer.mutate();
      }}
    >
      Use your passkey
    </Button>
  );
}
