import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";

import * as z from "@/app/zod";
import { Row, Stack } from "@/components/arrangement";
import { Badge } from "@/components/badge";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { Confirm } from "@/components/confirm";
import { Dialog } from "@/components/dialog";
import { EmptyState } from "@/components/empty-state";
import { TextField } from "@/components/field";
import { Form } from "@/components/form";
import { Menu } from "@/components/menu";
import { Table } from "@/components/table";
import { Time } from "@/components/time";

import { AccountPage } from "./account-page";
import { passkeys, SECURITY, useChange } from "./api";
import { allauth, type Passkey } from "./headless";

const PATH = "account/authenticators/webauthn";
const ADD = `${SECURITY}passkeys/add/`;
const NAME = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "Give it a name."), z.maxLength(100)),
});

/** The account's passkeys. */
export default function PasskeysPage() {
  const { data } = useSuspenseQuery(passkeys);
  return (
    <AccountPage title="Passkeys">
      <Card
        title="Passkeys"
        description="Your fingerprint, face or device PIN instead of something to type."
      >
        {data.length > 0 ? (
          <Stack>
            <Table caption="Your passkeys" head={["Name", "Action"]}>
              {data.map((it) => (
                <PasskeyRow key={it.id} passkey={it} />
              ))}
            </Table>
            <Row>
              <LinkButton href={ADD} icon="plus">
                Add passkey
              </LinkButton>
            </Row>
          </Stack>
        ) : (
          <EmptyState
            icon="fingerprint"
            title="No passkeys yet"
            text="With one you sign in without typing anything."
          >
            <LinkButton href={ADD} icon="plus">
              Add passkey
            </LinkButton>
          </EmptyState>
        )}
      </Card>
    </AccountPage>
  );
}

const moment = (seconds: number) => new Date(seconds * 1000).toISOString();

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const { name, created_at: added, last_used_at: used } = passkey;
  return (
    <tr>
      <td>
        <Row>
          <span>{name}</span>
          {passkey.is_passwordless === false && <Badge>Second step only</Badge>}
        </Row>
        <small>
          Added <Time at={moment(added)} />
        </small>
        {used && (
          <>
            <br />
            <small>
              Last used <Time at={moment(used)} />
            </small>
          </>
        )}
      </td>
      <td>
        <PasskeyActions passkey={passkey} />
      </td>
    </tr>
  );
}

function PasskeyActions({ passkey: { id, name } }: { passkey: Passkey }) {
  const [asks, setAsks] = useState<"name" | "removal">();
  const rename = useChange(
    (given: z.output<typeof NAME>) => allauth(PATH, "PUT", { id, ...given }),
    { said: "The passkey has another name." },
  );
  const remove = useChange(() => allauth(PATH, "DELETE", { authenticators: [id] }), {
    said: `${name} is removed.`,
    form: false,
  });
  const close = () => {
    setAsks(undefined);
  };
  return (
    <>
      <Menu
        label={`Actions for ${name}`}
        items={[
          {
            label: "Rename",
            onSelect: () => {
              setAsks("name");
            },
          },
          {
            label: "Remove",
            onSelect: () => {
              setAsks("removal");
            },
          },
        ]}
      />
      <Dialog open={asks === "name"} onOpenChange={close} title="Rename passkey">
        <Form
          schema={NAME}
          labels={{ name: "Name" }}
          values={{ name }}
          action="Save name"
          onSubmit={async (given) => {
            close();
            await rename.mutateAsync(given);
          }}
        >
          {(field) => <TextField {...field("name")} />}
        </Form>
      </Dialog>
      <Confirm
        open={asks === "removal"}
        onOpenChange={close}
        title={`Remove ${name}?`}
        text="It then no longer signs you in. Delete it on your device as well."
        action="Remove passkey"
        onConfirm={() => {
          remove.mutate(undefined);
        }}
      />
    </>
  );
}
