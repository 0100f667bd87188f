import { useSuspenseQuery } from "@tanstack/react-query";

import { useGo } from "@/app/go";
import { Page } from "@/app/page";
import * as z from "@/app/zod";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { SelectField, TextField } from "@/components/field";
import { Form } from "@/components/form";

import { addresses } from "./addresses";
import { roleChoices, roles, rolesToGive, seats, team, useInvite } from "./api";

const SCHEMA = z.object({
  email: z.string().check(z.trim(), z.email("Enter an e-mail address, such as ada@example.com.")),
  role: z.string(),
});

/** Invites somebody into the present team. */
export default function InvitePage() {
  const { data: present } = useSuspenseQuery(team);
  const { data: all } = useSuspenseQuery(roles);
  const { data: taken } = useSuspenseQuery(seats);
  const invite = useInvite();
  const go = useGo();
  const offered = rolesToGive(all, present.role);
  const first = offered.find((it) => it.name === "member") ?? offered.at(-1);
  return (
    <Page title="Invite member" settings>
      <Card
        title="Invite member"
        description="They get an e-mail with a link to join. The link works only for them."
      >
        <Form
          schema={SCHEMA}
          labels={{ email: "E-mail address", role: "Role" }}
          values={{ email: "", role: first?.name ?? "" }}
          action="Send invitation"
          icon="send"
          beside={
            <LinkButton href={addresses.members} variant="ghost">
              Cancel
            </LinkButton>
          }
          onSubmit={async (values) => {
            await invite.mutateAsync(values);
            go(addresses.members);
          }}
        >
          {(field) => (
            <>
              <TextField {...field("email")} type="email" autoComplete="off" />
              <SelectField {...field("role")} choices={roleChoices(offered)} />
              {taken.notes.map((it) => (
                <p key={it}>{it}</p>
              ))}
            </>
          )}
        </Form>
      </Card>
    </Page>
  );
}
