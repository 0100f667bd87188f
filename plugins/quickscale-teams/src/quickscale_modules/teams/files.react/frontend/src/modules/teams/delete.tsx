import { useSuspenseQuery } from "@tanstack/react-query";

import { firstData } from "@/app/first-data";
import { Page } from "@/app/page";
import * as z from "@/app/zod";
import { Row, Stack } from "@/components/arrangement";
import { Alert } from "@/components/alert";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { TextField } from "@/components/field";
import { Form } from "@/components/form";

import { addresses } from "./addresses";
import { team, useDeleteTeam } from "./api";

/** What is in the way of deleting the team, as the server says. */
const obstacles = (firstData("obstacles") ?? []) as string[];

/** Deletes the present team, once its name is typed. */
export default function DeletePage() {
  const { data: present } = useSuspenseQuery(team);
  return (
    <Page title="Delete the team" settings>
      {obstacles.length > 0 ? (
        <Stack>
          <Alert variant="warning" title="Not possible yet">
            <ul>
              {obstacles.map((it) => (
                <li key={it}>{it}</li>
              ))}
            </ul>
          </Alert>
          <Row>
            <LinkButton href={addresses.settings} variant="outline">
              Back to the team
            </LinkButton>
          </Row>
        </Stack>
      ) : (
        <Delete name={present.name} />
      )}
    </Page>
  );
}

function Delete({ name }: { name: string }) {
  const remove = useDeleteTeam(name);
  const same = (typed: string) => typed.trim().toLowerCase() === name.trim().toLowerCase();
  const schema = z.object({
    confirmation: z.string().check(z.refine(same, "That is not this team's name.")),
  });
  return (
    <Card
      title="Delete the team"
      description={`${name} closes at once for everybody. Its owners can restore it for a few days.`}
      variant="destructive"
    >
      <Form
        schema={schema}
        labels={{ confirmation: "Type the team's name to confirm" }}
        values={{ confirmation: "" }}
        action="Delete team"
        icon="trash-2"
        variant="destructive"
        beside={
          <LinkButton href={addresses.settings} variant="ghost">
            Keep it
          </LinkButton>
        }
        onSubmit={() => remove.mutateAsync()}
      >
        {(field) => <TextField {...field("confirmation")} autoComplete="off" spellCheck={false} />}
      </Form>
    </Card>
  );
}
