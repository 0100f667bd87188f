import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";

import { post } from "@/app/leave";
import { Page } from "@/app/page";
import { shell } from "@/app/shell-data";
import { Row, Stack } from "@/components/arrangement";
import { Avatar } from "@/components/avatar";
import { Badge } from "@/components/badge";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { Confirm } from "@/components/confirm";
import { Detail, DetailList } from "@/components/detail-list";
import { EmptyState } from "@/components/empty-state";
import { Menu } from "@/components/menu";
import { Table } from "@/components/table";
import { Time } from "@/components/time";

import { addresses } from "./addresses";
import { deletedTeams, labelOf, roles, teams } from "./api";
import type { DeletedTeam, Team } from "./schema";

/** The teams somebody is in, and those they can bring back. */
export default function TeamsPage() {
  const { data: all } = useSuspenseQuery(teams);
  const { data: deleted } = useSuspenseQuery(deletedTeams);
  const create = (
    <LinkButton href={addresses.create} icon="plus">
      New team
    </LinkButton>
  );
  return (
    <Page title="Your teams" actions={all.length > 0 && create}>
      <Stack>
        {all.length > 0 ? (
          <Table caption="Your teams" head={["Team", "Your role", "Members", "Action"]}>
            {all.map((it) => (
              <TeamRow key={it.id} team={it} />
            ))}
          </Table>
        ) : (
          <EmptyState
            icon="users"
            title="You are not in a team yet"
            text="Teams are where people work together. Create one, or ask for an invitation to one that exists."
          >
            {create}
          </EmptyState>
        )}
        {deleted.length > 0 && <Deleted teams={deleted} />}
      </Stack>
    </Page>
  );
}

function TeamRow({ team }: { team: Team }) {
  const { data: all } = useSuspenseQuery(roles);
  const [leaves, setLeaves] = useState(false);
  const address = (deed: string) => `${addresses.list}${team.slug ?? ""}/${deed}/`;
  return (
    <tr>
      <td>
        <Row>
          <Avatar name={team.name} />
          <span>{team.name}</span>
          {team.id === shell.team?.id && <Badge variant="success">Current</Badge>}
          {team.is_personal && <Badge>Personal</Badge>}
        </Row>
      </td>
      <td data-label="Your role">{labelOf(all, team.role)}</td>
      <td data-label="Members">{team.member_count}</td>
      <td>
        <Menu
          label={`Actions for ${team.name}`}
          items={[
            {
              label: "Open",
              onSelect: () => {
                post(address("switch"));
              },
            },
            ...(team.is_personal
              ? []
              : [
                  {
                    label: "Leave team",
                    onSelect: () => {
                      setLeaves(true);
                    },
                  },
                ]),
          ]}
        />
        <Confirm
          open={leaves}
          onOpenChange={setLeaves}
          title={`Leave ${team.name}?`}
          text="You can no longer see anything in it. To come back, you need a new invitation."
          action="Leave team"
          onConfirm={() => {
            post(address("leave"));
          }}
        />
      </td>
    </tr>
  );
}

function Deleted({ teams: deleted }: { teams: DeletedTeam[] }) {
  return (
    <Card
      title="Deleted teams"
      description="A deleted team can be restored until the date shown, with everything in it."
    >
      <DetailList>
        {deleted.map((it) => (
          <Detail key={it.id} label={it.name}>
            <Row>
              <span>
                Deleted for good <Time at={it.purge_at} />
              </span>
              <Button
                variant="outline"
                size="sm"
                aria-label={`Restore ${it.name}`}
                onClick={() => {
                  post(`${addresses.list}${it.slug}/restore/`);
                }}
              >
                Restore
              </Button>
            </Row>
          </Detail>
        ))}
      </DetailList>
    </Card>
  );
}
