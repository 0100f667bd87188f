import { useSuspenseQuery } from "@tanstack/react-query";

import { Page } from "@/app/page";
import { ServerPart } from "@/app/server-part";
import { Grid, Stack } from "@/components/arrangement";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { Detail, DetailList } from "@/components/detail-list";
import { Stat } from "@/components/stat";
import { Time } from "@/components/time";

import { addresses } from "./addresses";
import { labelOf, latestEvents, nameOf, newestMembers, roles, seats, team } from "./api";
import { Events } from "./events";
import type { Member } from "./schema";

/** The present team at a glance. */
export default function OverviewPage() {
  const { data: present } = useSuspenseQuery(team);
  const { data: all } = useSuspenseQuery(roles);
  const { data: members } = useSuspenseQuery(newestMembers);
  const may = (permission: string) => present.permissions.includes(permission);
  return (
    <Page
      title={present.name}
      actions={
        may("members.invite") &&
        !present.is_personal && (
          <LinkButton href={addresses.invite} icon="user-plus">
            Invite member
          </LinkButton>
        )
      }
    >
      <Stack>
        <Grid>
          <Card>
            <Stat label="Members" value={String(present.member_count)} />
          </Card>
          {may("members.invite") && <Invited />}
          <Card>
            <Stat label="Your role" value={labelOf(all, present.role)} />
          </Card>
        </Grid>
        <Grid size="lg">
          <Card
            title="New members"
            icon="users"
            footer={
              <LinkButton href={addresses.members} variant="outline" size="sm">
                All members
              </LinkButton>
            }
          >
            <DetailList>
              {members.results.map((it: Member) => (
                <Detail key={it.id} label={nameOf(it)}>
                  {labelOf(all, it.role)}, <Time at={it.joined_at} />
                </Detail>
              ))}
            </DetailList>
          </Card>
          {may("log.view") && <Latest />}
        </Grid>
        <ServerPart id="team-parts" />
      </Stack>
    </Page>
  );
}

function Invited() {
  const { data } = useSuspenseQuery(seats);
  return (
    <Card>
      <Stat label="Open invitations" value={String(data.invited)} />
    </Card>
  );
}

function Latest() {
  const { data } = useSuspenseQuery(latestEvents);
  return (
    <Card
      title="Activity"
      icon="history"
      footer={
        <LinkButton href={addresses.activity} variant="outline" size="sm">
          All activity
        </LinkButton>
      }
    >
      {data.results.length > 0 ? (
        <Events events={data.results} />
      ) : (
        <p>Nothing has happened yet.</p>
      )}
    </Card>
  );
}
