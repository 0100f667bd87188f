import { useQuery, useSuspenseQuery } from "@tanstack/react-query";

import { shell } from "@/app/shell-data";
import { toast } from "@/app/toasts";
import * as z from "@/app/zod";
import { Row, Stack } from "@/components/arrangement";
import { Badge } from "@/components/badge";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { Entry, EntryList } from "@/components/entry-list";
import { TextField } from "@/components/field";
import { Form } from "@/components/form";

import { AccountPage } from "./account-page";
import { addresses, protection, useChange } from "./api";
import { type Address, allauth } from "./headless";

const CHANGE = z.object({ email: z.email("Enter a valid e-mail address.") });

/** The account's address, and how it becomes another one. */
export default function EmailPage() {
  const { data } = useSuspenseQuery(addresses);
  const present = data.find((it) => it.verified) ?? data.find((it) => it.primary);
  const pending = data.find((it) => !it.verified);
  return (
    <AccountPage title="E-mail">
      <Stack>
        <Card title="E-mail address" description="You sign in with it, and we write to it.">
          <Stack>
            <EntryList>
              {present && <Shown label="Present address" address={present} />}
              {pending && pending !== present && <Shown label="Changing to" address={pending} />}
            </EntryList>
            {pending && <Pending address={pending} isNew={pending !== present} />}
          </Stack>
        </Card>
        <Change />
      </Stack>
    </AccountPage>
  );
}

function Shown({ label, address }: { label: string; address: Address }) {
  return (
    <Entry title={label} icon="mail">
      <Row>
        <span>{address.email}</span>
        {address.verified ? (
          <Badge variant="success">Verified</Badge>
        ) : (
          <Badge variant="warning">Not verified</Badge>
        )}
      </Row>
    </Entry>
  );
}

/** Where the code is typed that went to a new address; a link needs no page. */
function useAfterSending() {
  const { data } = useQuery(protection);
  return (email: string) => {
    if (data?.verification === "code")
      window.location.assign(`${shell.base}accounts/confirm-email/`);
    else toast(`We sent a link to ${email}. Follow it to verify the address.`);
  };
}

function Pending({ address: { email }, isNew }: { address: Address; isNew: boolean }) {
  const sent = useAfterSending();
  const again = useChange(() => allauth("account/email", "PUT", { email }), { form: false });
  const keep = useChange(() => allauth("account/email", "DELETE", { email }), {
    said: "The present address stays.",
    form: false,
  });
  return (
    <Row>
      <Button
        variant="outline"
        size="sm"
        busy={again.isPending}
        onClick={() => {
          again.mutate(undefined, {
            onSuccess: () => {
              sent(email);
            },
          });
        }}
      >
        Send the e-mail again
      </Button>
      {isNew && (
        <Button
          variant="ghost"
          size="sm"
          busy={keep.isPending}
          onClick={() => {
            keep.mutate(undefined);
          }}
        >
          Keep the present address
        </Button>
      )}
    </Row>
  );
}

function Change() {
  const sent = useAfterSending();
  const change = useChange((asked: z.output<typeof CHANGE>) =>
    allauth("account/email", "POST", asked),
  );
  return (
    <Card
      title="Change your address"
      description="The new address takes effect once it is verified. The present one is notified."
    >
      <Form
        schema={CHANGE}
        labels={{ email: "New e-mail address" }}
        values={{ email: "" }}
        action="Change address"
        onSubmit={async (asked) => {
          await change.mutateAsync(asked);
          sent(asked.email);
        }}
      >
        {(field) => <TextField {...field("email")} type="email" autoComplete="email" />}
      </Form>
    </Card>
  );
}
