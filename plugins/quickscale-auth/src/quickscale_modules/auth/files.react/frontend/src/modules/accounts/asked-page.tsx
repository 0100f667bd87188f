import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Skeleton } from "@/components/skeleton";

/** What is shown once it is clear who is there; until then the page stands, and its dialog. */
export function Asked<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}) {
  if (query.isSuccess) return children(query.data);
  if (!query.isError || query.isFetching) return <Skeleton />;
  return (
    <EmptyState icon="shield" title="This cannot be shown yet" text={query.error.message}>
      <Button onClick={() => void query.refetch()}>Try again</Button>
    </EmptyState>
  );
}
