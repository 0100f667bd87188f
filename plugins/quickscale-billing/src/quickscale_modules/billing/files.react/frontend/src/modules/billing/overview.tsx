import { useSuspenseQuery } from "@tanstack/react-query";

import { ServerPart } from "@/app/server-part";
import { Stack } from "@/components/arrangement";
import { Alert } from "@/components/alert";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";

import { overview } from "./api";
import { BillingPage } from "./billing-page";
import { Contact } from "./contact";
import { InvoiceTable } from "./invoice-table";
import { Payment, Purchases } from "./payment";
import { places } from "./places";
import { PlanCard } from "./plan-card";
import { Stop } from "./stop";
import { Usage } from "./usage";

/** The plan, what of it is used, and how it is paid. */
export default function OverviewPage() {
  return (
    <BillingPage title="Billing">
      <Account />
    </BillingPage>
  );
}

function Account() {
  const { data: account } = useSuspenseQuery(overview);
  return (
    <Stack>
      {account.confirm_at && (
        <Alert variant="warning" title="Your bank wants you to confirm a change">
          <p>
            It counts as soon as you have. <a href={account.confirm_at}>Confirm the payment</a>
          </p>
        </Alert>
      )}
      <PlanCard account={account} />
      <Usage rows={account.usage} since={account.counted_since} />
      {account.purchases.length > 0 && <Purchases purchases={account.purchases} />}
      <Payment method={account.method} portal={account.portal} />
      <Card
        title="Invoices"
        description={`Invoices and receipts are sent to ${account.contact}.`}
        footer={
          <LinkButton href={places.invoices} variant="outline" size="sm">
            All invoices
          </LinkButton>
        }
      >
        <Stack>
          {account.contacts.length > 1 && (
            <Contact present={account.contact} choices={account.contacts} />
          )}
          {account.invoices.length > 0 ? (
            <InvoiceTable invoices={account.invoices} />
          ) : (
            <p>There are none yet. Your invoices will be listed here, each with a PDF.</p>
          )}
        </Stack>
      </Card>
      <ServerPart id="billing-parts" />
      {account.actions.includes("cancel") && <Stop account={account} />}
    </Stack>
  );
}
