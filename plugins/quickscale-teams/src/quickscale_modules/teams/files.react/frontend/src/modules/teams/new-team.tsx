import { firstText } from "@/app/first-data";
import { Page } from "@/app/page";
import * as z from "@/app/zod";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { TextField } from "@/components/field";
import { Form } from "@/components/form";

import { addresses } from "./addresses";
import { useCreateTeam } from "./api";
import { NAME } from "./fields";

const SCHEMA = z.object({ name: NAME });

/** Where somebody came from, and goes on to; the server has looked at it. */
const next = firstText("next");

/** Creates a team. */
export default function NewTeamPage() {
  const create = useCreateTeam(next);
  return (
    <Page title="New team">
      <Card>
        <Form
          schema={SCHEMA}
          labels={{ name: "What is the team called?" }}
          values={{ name: "" }}
          action="Create team"
          beside={
            <LinkButton href={addresses.list} variant="ghost">
              Cancel
            </LinkButton>
          }
          onSubmit={(values) => create.mutateAsync(values)}
        >
          {(field) => (
            <TextField
              {...field("name")}
              description="The name of your company or group. You can change it later."
              autoComplete="organization"
            />
          )}
        </Form>
      </Card>
    </Page>
  );
}
