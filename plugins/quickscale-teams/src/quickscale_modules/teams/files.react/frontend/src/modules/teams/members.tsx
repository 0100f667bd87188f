import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";

import { Page } from "@/app/page";
import { shell } from "@/app/shell-data";
import { Row, Stack } from "@/components/arrangement";
import { Avatar } from "@/components/avatar";
import { Badge } from "@/components/badge";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { Confirm } from "@/components/confirm";
import { EmptyState } from "@/components/empty-state";
import { Menu } from "@/components/menu";
import { Search } from "@/components/search";
import { Table } from "@/components/table";
import { Time } from "@/components/time";

import { addresses } from "./addresses";
import { labelOf, members, nameOf, roles, rolesToGive, team, useRemoveMember } from "./api";
import { Invitations } from "./invitations";
import { ChangeRole } from "./change-role";
import type { Member, Role } from "./schema";

const COLUMNS = [
  { label: "Name", name: "name" },
  { label: "Role", name: "role" },
  { label: "Joined", name: "joined_at" },
];

/** The members of the present team, and who is invited. */
export default function MembersPage() {
  const { data: present } = useSuspenseQuery(team);
  const [search, setSearch] = useState("");
  const [sort, setSort] = useState("");
  const invites = present.permissions.includes("members.invite") && !present.is_personal;
  return (
    <Page
      title="Members"
      settings
      actions={
        invites && (
          <LinkButton href={addresses.invite} icon="user-plus">
            Invite member
          </LinkButton>
        )
      }
    >
      <Stack>
        <Card title={`Members of ${present.name}`}>
          <Stack>
            <Search label="Find members" value={search} onChange={setSearch} />
            <Members
              search={useDeferredValue(search)}
              ordering={useDeferredValue(sort)}
              sort={sort}
              onSort={setSort}
            />
          </Stack>
        </Card>
        {invites && !search && <Invitations inviteHref={addresses.invite} />}
      </Stack>
    </Page>
  );
}

interface MembersProps {
  search: string;
  ordering: string;
  sort: string;
  onSort: (name: string) => void;
}

function Members({ search, ordering, sort, onSort }: MembersProps) {
  const { data: present } = useSuspenseQuery(team);
  const { data: all } = useSuspenseQuery(roles);
  const found = useSuspenseInfiniteQuery(members(search, ordering));
  const rows = found.data.pages.flatMap((it) => it.results);
  const offered = present.permissions.includes("members.manage")
    ? rolesToGive(all, present.role)
    : [];
  if (rows.length === 0)
    return (
      <EmptyState
        icon="search"
        title="No matches"
        text="No member's name or address matches your search."
      />
    );
  return (
    <>
      <Table
        caption="Members"
        head={[...COLUMNS, ...(offered.length > 0 ? ["Action"] : [])]}
        sort={sort}
        onSort={onSort}
      >
        {rows.map((member) => (
          <MemberRow key={member.id} member={member} roles={all} offered={offered} />
        ))}
      </Table>
      {found.hasNextPage && (
        <Button
          variant="outline"
          busy={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}

interface MemberRowProps {
  member: Member;
  roles: Role[];
  /** Those that the visitor may give. */
  offered: Role[];
}

function MemberRow({ member, roles, offered }: MemberRowProps) {
  const { name, email } = member.user;
  const isVisitor = email === shell.user.email;
  const inReach = !isVisitor && offered.some((it) => it.name === member.role);
  return (
    <tr>
      <td>
        <Row>
          <Avatar name={name || email} />
          <span>
            {name || email} {isVisitor && <Badge>You</Badge>}
            <br />
            <small>{email}</small>
          </span>
        </Row>
      </td>
      <td data-label="Role">{labelOf(roles, member.role)}</td>
      <td data-label="Joined">
        <Time at={member.joined_at} />
      </td>
      {offered.length > 0 && (
        <td>{inReach && <MemberActions member={member} offered={offered} />}</td>
      )}
    </tr>
  );
}

function MemberActions({ member, offered }: { member: Member; offered: Role[] }) {
  const [asks, setAsks] = useState<"role" | "removal">();
  const remove = useRemoveMember(member);
  const name = nameOf(member);
  const close = () => {
    setAsks(undefined);
  };
  return (
    <>
      <Menu
        label={`Actions for ${name}`}
        items={[
          {
            label: "Change role",
            onSelect: () => {
              setAsks("role");
            },
          },
          {
            label: "Remove member",
            onSelect: () => {
              setAsks("removal");
            },
          },
        ]}
      />
      <ChangeRole member={member} offered={offered} open={asks === "role"} onOpenChange={close} />
      <Confirm
        open={asks === "removal"}
        onOpenChange={close}
        title={`Remove ${name}?`}
        text="They can no longer see anything in the team. What they made stays."
        action="Remove member"
        onConfirm={() => {
          remove.mutate();
        }}
      />
    </>
  );
}
