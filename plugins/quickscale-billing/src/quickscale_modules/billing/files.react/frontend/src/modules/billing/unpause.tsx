import { useQuery } from "@tanstack/react-query";

import { Row, Stack } from "@/components/arrangement";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { Skeleton } from "@/components/skeleton";

import { action, resumption, useDeed } from "./api";
import { BillingPage } from "./billing-page";
import { NotPossible } from "./not-possible";
import { places } from "./places";
import type { Resumption } from "./schema";
import { day } from "./words";

/** What going on after a pause costs, and the way to it. */
export default function UnpausePage() {
  return (
    <BillingPage title="Resume subscription">
      <Resume />
    </BillingPage>
  );
}

function Resume() {
  const { data, error } = useQuery(resumption);
  const deed = useDeed(places.overview);
  return (
    <Card title="Resume subscription">
      <Stack>
        {error && <NotPossible error={error} />}
        {!error && (data ? <p>{terms(data)}</p> : <Skeleton />)}
        <Row>
          {data && !error && (
            <Button
              busy={deed.isPending}
              onClick={() => {
                deed.mutate(action("unpause"));
              }}
            >
              Resume subscription
            </Button>
          )}
          <LinkButton href={places.overview} variant="ghost">
            Back
          </LinkButton>
        </Row>
      </Stack>
    </Card>
  );
}

function terms({ plan, due_now: due, anew, until }: Resumption): string {
  if (due)
    return anew
      ? `A new period of ${plan.name} begins today. ${due.text} are charged now.`
      : `${plan.name} continues with as many seats as you have members. ${due.text} are charged now.`;
  return `${plan.name} is paid until ${until ? day(until) : "the period ends"}. Nothing is charged before.`;
}
