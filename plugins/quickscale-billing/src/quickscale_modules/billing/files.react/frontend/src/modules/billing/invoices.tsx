import { useSuspenseInfiniteQuery } from "@tanstack/react-query";

import { Stack } from "@/components/arrangement";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { EmptyState } from "@/components/empty-state";

import { invoices } from "./api";
import { BillingPage } from "./billing-page";
import { InvoiceTable } from "./invoice-table";
import { places } from "./places";

/** What was paid, and what is open. */
export default function InvoicesPage() {
  return (
    <BillingPage title="Invoices">
      <Card
        title="Invoices"
        description="What you paid, and what is open."
        footer={
          <LinkButton href={places.overview} variant="ghost" size="sm">
            Back to billing
          </LinkButton>
        }
      >
        <Invoices />
      </Card>
    </BillingPage>
  );
}

function Invoices() {
  const found = useSuspenseInfiniteQuery(invoices);
  const rows = found.data.pages.flatMap((it) => it.results);
  if (rows.length === 0)
    return (
      <EmptyState
        icon="receipt"
        title="No invoices yet"
        text="Your invoices will be listed here, each with a PDF."
      >
        <LinkButton href={places.pricing} variant="outline">
          See plans
        </LinkButton>
      </EmptyState>
    );
  return (
    <Stack>
      <InvoiceTable invoices={rows} />
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
  );
}
