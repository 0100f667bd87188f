import { useSuspenseQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Page } from "@/app/page";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { EmptyState } from "@/components/empty-state";

import { access } from "./api";
import type { Access } from "./schema";

/** A page about money, for those who may see it; others learn who they are. */
export function BillingPage({ title, children }: { title: string; children: ReactNode }) {
  const { data } = useSuspenseQuery(access);
  return (
    <Page title={data.manages ? title : "Billing"} settings>
      {data.manages ? children : <NotYours access={data} />}
    </Page>
  );
}

function NotYours({ access: { pays, people, begin_at: begin } }: { access: Access }) {
  if (!pays)
    return (
      <EmptyState
        icon="credit-card"
        title="There is nothing to pay for yet"
        text="You are not in a team yet. Your team's plan and invoices will be shown here."
      >
        {begin && <LinkButton href={begin}>Make a team</LinkButton>}
      </EmptyState>
    );
  return (
    <Card title="Somebody else manages billing">
      <p>
        {people.length > 0
          ? `Ask one of them: ${people.join(", ")}`
          : "Ask an owner or an admin of your team."}
      </p>
    </Card>
  );
}
