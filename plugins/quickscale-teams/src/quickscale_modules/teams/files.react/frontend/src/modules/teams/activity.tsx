import { useSuspenseInfiniteQuery } from "@tanstack/react-query";

import { Page } from "@/app/page";
import { shell } from "@/app/shell-data";
import { Stack } from "@/components/arrangement";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { EmptyState } from "@/components/empty-state";

import { addresses } from "./addresses";
import { events } from "./api";
import { Events } from "./events";

/** Everything that happened to the present team. */
export default function ActivityPage() {
  const found = useSuspenseInfiniteQuery(events);
  const all = found.data.pages.flatMap((it) => it.results);
  return (
    <Page title="Team activity" settings>
      <Card
        title="Team activity"
        description={`Everything that changed ${shell.team?.name ?? "the team"} or who is in it.`}
      >
        {all.length > 0 ? (
          <Stack>
            <Events events={all} />
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
            icon="history"
            title="Nothing has happened yet"
            text="Invitations, new members and changes of the team are listed here."
          >
            <LinkButton href={addresses.settings} variant="outline">
              Back to the team
            </LinkButton>
          </EmptyState>
        )}
      </Card>
    </Page>
  );
}
