import { useSuspenseInfiniteQuery } from "@tanstack/react-query";

import { Stack } from "@/components/arrangement";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { EmptyState } from "@/components/empty-state";

import { AccountPage } from "./account-page";
import { events, SECURITY } from "./api";
import { Events } from "./events";

/** All that happened to the account. */
export default function ActivityPage() {
  const found = useSuspenseInfiniteQuery(events);
  const all = found.data.pages.flatMap((it) => it.results);
  return (
    <AccountPage title="Account activity">
      <Card
        title="Account activity"
        description="Do you recognise all of this? If not, change your password and sign other sessions out."
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
            text="Sign-ins and changes to your account are listed here."
          >
            <LinkButton href={SECURITY} variant="outline">
              Back to security
            </LinkButton>
          </EmptyState>
        )}
      </Card>
    </AccountPage>
  );
}
