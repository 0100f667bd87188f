import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Row, Stack } from "@/components/arrangement";
import { Avatar } from "@/components/avatar";
import { Badge } from "@/components/badge";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { EmptyState } from "@/components/empty-state";
import { Menu } from "@/components/menu";
import { Table } from "@/components/table";

import { invitations, labelOf, roles, useSendAgain, useWithdraw } from "./api";
import type { Invitation } from "./schema";

/** Who was invited and has not joined yet. */
export function Invitations({ inviteHref }: { inviteHref: string }) {
  const found = useSuspenseInfiniteQuery(invitations);
  const rows = found.data.pages.flatMap((it) => it.results);
  return (
    <Card title="Invitations" description="Who was invited and has not joined yet.">
      {rows.length > 0 ? (
        <Stack>
          <Table caption="Invitations" head={["Address", "Role", "Expires", "Action"]}>
            {rows.map((it) => (
              <InvitationRow key={it.id} invitation={it} />
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
        </Stack>
      ) : (
        <EmptyState
          icon="mail"
          title="No open invitations"
          text="Everybody who was invited has joined. Invite more people as the team grows."
        >
          <LinkButton href={inviteHref} variant="outline" icon="user-plus">
            Invite member
          </LinkButton>
        </EmptyState>
      )}
    </Card>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { data: all } = useSuspenseQuery(roles);
  const sendAgain = useSendAgain(invitation);
  const withdraw = useWithdraw(invitation);
  const { email, role, invited_by: by, expires_at: until } = invitation;
  const [now] = useState(() => Date.now());
  return (
    <tr>
      <td>
        <Row>
          <Avatar name={email} />
          <span>
            {email}
            {by && (
              <>
                <br />
                <small>invited by {by.name || by.email}</small>
              </>
            )}
          </span>
        </Row>
      </td>
      <td data-label="Role">{labelOf(all, role)}</td>
      <td data-label="Expires">
        {Date.parse(until) < now ? (
          <Badge variant="warning">Expired</Badge>
        ) : (
          new Date(until).toLocaleDateString(undefined, { dateStyle: "medium" })
        )}
      </td>
      <td>
        <Menu
          label={`Actions for ${email}`}
          items={[
            {
              label: "Send again",
              onSelect: () => {
                sendAgain.mutate();
              },
            },
            {
              label: "Withdraw",
              onSelect: () => {
                withdraw.mutate();
              },
            },
          ]}
        />
      </td>
    </tr>
  );
}
