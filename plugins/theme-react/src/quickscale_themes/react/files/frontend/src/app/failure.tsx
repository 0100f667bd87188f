import { useQueryErrorResetBoundary } from "@tanstack/react-query";

import { Page } from "@/app/page";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";

/** What stands in place of a page that could not be drawn. */
export function Failure({ error, reset }: { error: unknown; reset: () => void }) {
  const queries = useQueryErrorResetBoundary();
  const why = error instanceof Error ? error.message : "Try again in a moment.";
  return (
    <Page title="Something went wrong">
      <EmptyState icon="circle-alert" title="This page could not be loaded" text={why}>
        <Button
          onClick={() => {
            queries.reset();
            reset();
          }}
        >
          Try again
        </Button>
      </EmptyState>
    </Page>
  );
}
