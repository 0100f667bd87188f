import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import * as z from "@/app/zod";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { TextField } from "@/components/field";
import { Form } from "@/components/form";

import { AccountPage } from "./account-page";
import { protection, SECURITY, useChange } from "./api";
import { allauth } from "./headless";

const FIELDS = {
  current_password: "Current password",
  new_password: "New password",
  again: "New password again",
};

const PASSWORDS = z
  .object({
    current_password: z.string(),
    new_password: z.string().check(z.minLength(1, "Enter a new password.")),
    again: z.string(),
  })
  .check(
    z.refine((given) => given.new_password === given.again, {
      error: "The two passwords differ.",
      path: ["again"],
    }),
  );

/** A new password, or the first one. */
export default function PasswordPage() {
  const { data } = useSuspenseQuery(protection);
  const title = data.has_password ? "Change your password" : "Set a password";
  return (
    <AccountPage title={title}>
      <Card
        title={title}
        description={
          data.has_password
            ? "It signs you out everywhere but here."
            : "Then you can also sign in with your e-mail address and this password."
        }
      >
        <Passwords isChange={data.has_password} />
      </Card>
    </AccountPage>
  );
}

function Passwords({ isChange }: { isChange: boolean }) {
  const navigate = useNavigate();
  const change = useChange(
    ({ current_password, new_password }: z.output<typeof PASSWORDS>) =>
      allauth(
        "account/password/change",
        "POST",
        isChange ? { current_password, new_password } : { new_password },
      ),
    { said: isChange ? "Your password is changed." : "Your password is set." },
  );
  return (
    <Form
      schema={PASSWORDS}
      labels={FIELDS}
      values={{ current_password: "", new_password: "", again: "" }}
      action={isChange ? "Change password" : "Set password"}
      beside={
        <LinkButton href={SECURITY} variant="ghost">
          Cancel
        </LinkButton>
      }
      onSubmit={async (given) => {
        await change.mutateAsync(given);
        await navigate({ to: "/settings/security/" });
      }}
    >
      {(field) => (
        <>
          {isChange && (
            <TextField
              {...field("current_password")}
              type="password"
              autoComplete="current-password"
            />
          )}
          <TextField {...field("new_password")} type="password" autoComplete="new-password" />
          <TextField {...field("again")} type="password" autoComplete="new-password" />
        </>
      )}
    </Form>
  );
}
