import { useSuspenseQuery } from "@tanstack/react-query";

import { Page } from "@/app/page";
import { shell } from "@/app/shell-data";
import * as z from "@/app/zod";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { SelectField } from "@/components/field";
import { Form } from "@/components/form";

import { addresses } from "./addresses";
import { everyMember, nameOf, roles, useTransfer } from "./api";

const SCHEMA = z.object({ member: z.string().check(z.minLength(1, "Choose the new owner.")) });

/** Hands the present team on. */
export default function TransferPage() {
  const { data: members } = useSuspenseQuery(everyMember);
  const { data: all } = useSuspenseQuery(roles);
  const owners = all.filter((it) => it.is_owner).map((it) => it.name);
  const others = members.filter((it) => !owners.includes(it.role));
  const transfer = useTransfer(others);
  return (
    <Page title="Transfer the team" settings>
      <Card
        title="Transfer the team"
        description={`The new owner can do everything in ${shell.team?.name ?? "it"}. You become an admin.`}
        variant="destructive"
      >
        <Form
          schema={SCHEMA}
          labels={{ member: "New owner" }}
          values={{ member: "" }}
          action="Transfer"
          variant="destructive"
          beside={
            <LinkButton href={addresses.settings} variant="ghost">
              Keep it
            </LinkButton>
          }
          onSubmit={({ member }) => transfer.mutateAsync(member)}
        >
          {(field) => (
            <SelectField
              {...field("member")}
              choices={[
                { value: "", label: "Choose a member" },
                ...others.map((it) => ({ value: it.id, label: nameOf(it) })),
              ]}
            />
          )}
        </Form>
      </Card>
    </Page>
  );
}
