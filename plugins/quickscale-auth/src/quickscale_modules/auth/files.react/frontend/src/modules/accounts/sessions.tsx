import { useSuspenseQuery } from "@tanstack/react-query";

import { Row, Stack } from "@/components/arrangement";
import { Badge } from "@/components/badge";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { Table } from "@/components/table";
import { Time } from "@/components/time";

import { AccountPage } from "./account-page";
import { sessions, useEndOtherSessions, useEndSession } from "./api";
import type { Session } from "./schema";

/** Where the account is signed in. */
export default function SessionsPage() {
  const { data } = useSuspenseQuery(sessions);
  const endOthers = useEndOtherSessions();
  return (
    <AccountPage title="Sessions">
      <Card
        title="Sessions"
        description="Where you are signed in. Sign out what you do not recognise."
      >
        <Stack>
          <Table caption="Your sessions" head={["Browser", "Action"]}>
            {data.map((it) => (
              <SessionRow key={it.id} session={it} />
            ))}
          </Table>
          {data.length > 1 && (
            <Row>
              <Button
                variant="destructive"
                icon="log-out"
                busy={endOthers.isPending}
                onClick={() => {
                  endOthers.mutate();
                }}
              >
                Sign out all others
              </Button>
            </Row>
          )}
        </Stack>
      </Card>
    </AccountPage>
  );
}

function SessionRow({ session }: { session: Session }) {
  const end = useEndSession(session);
  const { device, ip, is_current: isCurrent } = session;
  return (
    <tr>
      <td>
        {device} {isCurrent && <Badge variant="success">This one</Badge>}
        <br />
        <small>{ip}</small>
        <br />
        <small>
          Signed in <Time at={session.created_at} />
        </small>
        <br />
        <small>
          Last seen <Time at={session.last_seen_at} />
        </small>
      </td>
      <td>
        {!isCurrent && (
          <Button
            variant="outline"
            size="sm"
            aria-label={`Sign out ${device}`}
            onClick={() => {
              end.mutate();
            }}
          >
            Sign out
          </Button>
        )}
      </td>
    </tr>
  );
}
