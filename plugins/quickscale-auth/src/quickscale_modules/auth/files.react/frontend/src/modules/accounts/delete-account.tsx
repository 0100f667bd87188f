import { useSuspenseQuery } from "@tanstack/react-query";

import { shell } from "@/app/shell-data";
import * as z from "@/app/zod";
import { Row, Stack } from "@/components/arrangement";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { TextField } from "@/components/field";
import { Form } from "@/components/form";
import { Icon } from "@/components/icon";

import { AccountPage } from "./account-page";
import { deletion, SETTINGS, useDeleteAccount } from "./api";

const DELETION = z.object({
  confirmation: z.string().check(
    z.trim(),
    z.refine((typed) => typed.toLowerCase() === shell.user.email.toLowerCase(), {
      error: "That is not this account's address.",
    }),
  ),
});

/** The end of the account. */
export default function DeleteAccountPage() {
  const { data } = useSuspenseQuery(deletion);
  return (
    <AccountPage title="Delete your account">
      {data.obstacles.length > 0 ? <Obstacles obstacles={data.obstacles} /> : <Deletion />}
    </AccountPage>
  );
}

function Obstacles({ obstacles }: { obstacles: readonly string[] }) {
  return (
    <Stack>
      <div className="alert" data-variant="warning" role="status">
        <Icon name="triangle-alert" />
        <strong>Not possible yet</strong>
        <section>
          <ul>
            {obstacles.map((it) => (
              <li key={it}>{it}</li>
            ))}
          </ul>
        </section>
      </div>
      <Row>
        <LinkButton href={`${SETTINGS}profile/`} variant="outline">
          Back to your profile
        </LinkButton>
      </Row>
    </Stack>
  );
}

function Deletion() {
  const end = useDeleteAccount();
  return (
    <Card
      title="Delete your account"
      description="It is deleted at once, with everything that belongs to it. This cannot be undone."
      variant="destructive"
    >
      <Stack>
        <p>
          You may want to <a href={`${SETTINGS}profile/export/`}>export your data</a> first.
        </p>
        <Form
          schema={DELETION}
          labels={{ confirmation: "Type your e-mail address to confirm" }}
          values={{ confirmation: "" }}
          action="Delete my account"
          icon="trash-2"
          variant="destructive"
          beside={
            <LinkButton href={`${SETTINGS}profile/`} variant="ghost">
              Keep it
            </LinkButton>
          }
          onSubmit={({ confirmation }) => end.mutateAsync(confirmation)}
        >
          {(field) => (
            <TextField {...field("confirmation")} autoComplete="off" spellCheck={false} />
          )}
        </Form>
      </Stack>
    </Card>
  );
}
