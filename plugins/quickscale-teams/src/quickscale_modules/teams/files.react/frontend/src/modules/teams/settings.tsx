import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";

import { post } from "@/app/leave";
import { Page } from "@/app/page";
import * as z from "@/app/zod";
import { Row, Stack } from "@/components/arrangement";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { Confirm } from "@/components/confirm";
import { Detail, DetailList } from "@/components/detail-list";
import { TextField } from "@/components/field";
import { Form } from "@/components/form";

import { addresses } from "./addresses";
import { labelOf, roles, team, useSaveTeam } from "./api";
import { NAME, SLUG } from "./fields";
import type { Team } from "./schema";

const SCHEMA = z.object({ name: NAME, slug: SLUG });
const LEAVING = "You can no longer see anything in it. To come back, you need a new invitation.";

/** The present team's name and address, and ways out of it. */
export default function SettingsPage() {
  const { data: present } = useSuspenseQuery(team);
  const may = (permission: string) => present.permissions.includes(permission);
  return (
    <Page title="Team" settings>
      <Stack>
        <Card>{may("team.change") ? <Change team={present} /> : <Read team={present} />}</Card>
        {may("log.view") && (
          <Card
            title="Activity"
            description="Who joined, left, or changed something about the team."
          >
            <Row>
              <LinkButton href={addresses.activity} variant="outline" icon="history">
                Show activity
              </LinkButton>
            </Row>
          </Card>
        )}
        {!present.is_personal && <Leave team={present} />}
        {!present.is_personal && may("team.transfer") && (
          <Card
            title="Transfer the team"
            description="Somebody else becomes the owner, and you stay as an admin."
            variant="destructive"
          >
            <Row>
              <LinkButton href={addresses.transfer} variant="outline" icon="users">
                Choose a new owner
              </LinkButton>
            </Row>
          </Card>
        )}
        {!present.is_personal && may("team.delete") && (
          <Card
            title="Delete the team"
            description="Nobody can open it any more. You can restore it for a few days; after that, it is deleted with everything in it."
            variant="destructive"
          >
            <Row>
              <LinkButton href={addresses.delete} variant="destructive" icon="trash-2">
                Delete team
              </LinkButton>
            </Row>
          </Card>
        )}
      </Stack>
    </Page>
  );
}

function Change({ team: { name, slug } }: { team: Team }) {
  const save = useSaveTeam();
  return (
    <Form
      schema={SCHEMA}
      labels={{ name: "Name", slug: "Address" }}
      values={{ name, slug: slug ?? "" }}
      action="Save team"
      onSubmit={(values) => save.mutateAsync(values)}
    >
      {(field) => (
        <>
          <TextField {...field("name")} autoComplete="organization" />
          <TextField
            {...field("slug")}
            description="Part of the team's links. Links with the old one stop working."
            autoCapitalize="off"
            spellCheck={false}
          />
        </>
      )}
    </Form>
  );
}

function Read({ team: { name, role } }: { team: Team }) {
  const { data: all } = useSuspenseQuery(roles);
  return (
    <DetailList>
      <Detail label="Name">{name}</Detail>
      <Detail label="Your role">{labelOf(all, role)}</Detail>
    </DetailList>
  );
}

function Leave({ team: { name, slug } }: { team: Team }) {
  const [asks, setAsks] = useState(false);
  return (
    <Card title="Leave the team" description={LEAVING}>
      <Row>
        <Button
          variant="outline"
          onClick={() => {
            setAsks(true);
          }}
        >
          Leave team
        </Button>
      </Row>
      <Confirm
        open={asks}
        onOpenChange={setAsks}
        title={`Leave ${name}?`}
        text={LEAVING}
        action="Leave team"
        onConfirm={() => {
          post(`${addresses.list}${slug ?? ""}/leave/`);
        }}
      />
    </Card>
  );
}
