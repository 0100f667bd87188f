import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { Problem } from "@/app/api";
import * as z from "@/app/zod";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { CheckboxField, TextField } from "@/components/field";
import { Form } from "@/components/form";

import { AccountPage } from "./account-page";
import { passkeys, protection, SECURITY, useChange } from "./api";
import { allauth } from "./headless";
import { canUsePasskeys, createPasskey, type CreationOptions } from "./webauthn";

const PATH = "account/authenticators/webauthn";

const PASSKEY = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "Give it a name."), z.maxLength(100)),
  alone: z.boolean(),
});

async function add({ name, alone }: z.output<typeof PASSKEY>) {
  if (!canUsePasskeys()) throw new Problem(0, "This browser has no passkeys.");
  const asked = alone ? `${PATH}?passwordless` : PATH;
  const { creation_options: options } = await allauth<{ creation_options: CreationOptions }>(asked);
  await allauth(PATH, "POST", { name, credential: await createPasskey(options) });
}

/** Makes a passkey on this device. */
export default function AddPasskeyPage() {
  const { data: account } = useSuspenseQuery(protection);
  const { data: present } = useSuspenseQuery(passkeys);
  const navigate = useNavigate();
  const make = useChange(add, { said: "The passkey is added." });
  return (
    <AccountPage title="Add a passkey">
      <Card
        title="Add a passkey"
        description="Your device creates and keeps it. Nothing secret is sent to us."
      >
        <Form
          schema={PASSKEY}
          labels={{ name: "Name", alone: "Sign in with it alone" }}
          values={{
            name: `Passkey ${String(present.length + 1)}`,
            alone: account.passkey_signs_in,
          }}
          action="Create passkey"
          icon="fingerprint"
          beside={
            <LinkButton href={SECURITY} variant="ghost">
              Cancel
            </LinkButton>
          }
          onSubmit={async (given) => {
            await make.mutateAsync(given);
            await navigate({
              to: account.has_second_factor
                ? "/settings/security/"
                : "/settings/security/recovery-codes/",
            });
          }}
        >
          {(field) => (
            <>
              <TextField
                {...field("name")}
                description="To tell it apart, for example by the device it is on."
              />
              {account.passkey_signs_in && (
                <CheckboxField
                  {...field("alone")}
                  description="The device then asks for your fingerprint, face or PIN."
                />
              )}
            </>
          )}
        </Form>
      </Card>
    </AccountPage>
  );
}
