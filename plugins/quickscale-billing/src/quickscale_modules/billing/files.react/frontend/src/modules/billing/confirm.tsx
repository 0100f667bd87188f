import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";

import { Row, Stack } from "@/components/arrangement";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { Skeleton } from "@/components/skeleton";

import { type Chosen, planChange, useDeed } from "./api";
import { BillingPage } from "./billing-page";
import { DueNow } from "./due-now";
import { NotPossible } from "./not-possible";
import { places } from "./places";
import type { PlanChange } from "./schema";
import { day } from "./words";

/** What another plan costs, and the change to it once that is agreed to. */
export default function ConfirmPage() {
  // Of this page: the location is the next page's already while one leaves.
  const chosen: Chosen = useSearch({
    strict: false,
    select: ({ plan = "", interval = "" }: Partial<Record<keyof Chosen, string | number>>) => ({
      plan: String(plan),
      interval: String(interval),
    }),
  });
  return (
    <BillingPage title="Change plan">
      <Change chosen={chosen} />
    </BillingPage>
  );
}

function Change({ chosen }: { chosen: Chosen }) {
  const { data: change, error } = useQuery(planChange(chosen));
  const deed = useDeed(places.overview);
  const title = change ? `Change to ${change.plan.name}` : "Change plan";
  return (
    <Card title={title}>
      <Stack>
        {error && <NotPossible error={error} />}
        {!error && (change ? <Terms change={change} /> : <Skeleton />)}
        <Row>
          {change && !error && (
            <Button
              busy={deed.isPending}
              onClick={() => {
                deed.mutate({ path: "plan/", body: chosen });
              }}
            >
              {title}
            </Button>
          )}
          <LinkButton href={places.plan} variant="ghost">
            Back
          </LinkButton>
        </Row>
      </Stack>
    </Card>
  );
}

function Terms({ change: { plan, before, until, preview } }: { change: PlanChange }) {
  if (preview) return <DueNow preview={preview} />;
  return (
    <p>
      {`You keep ${before.name} until ${until ? day(until) : "the period ends"}. ${plan.name} starts then, and nothing is charged before.`}
    </p>
  );
}
