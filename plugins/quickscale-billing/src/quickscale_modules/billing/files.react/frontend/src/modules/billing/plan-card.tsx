import { Row, Stack } from "@/components/arrangement";
import { Badge } from "@/components/badge";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { Detail, DetailList } from "@/components/detail-list";

import { action, useDeed } from "./api";
import { places } from "./places";
import type { Overview } from "./schema";
import { day, seats } from "./words";

const UNTIL: Partial<Record<Overview["state"], string>> = {
  trialing: "Trial until",
  ending: "Ends",
  past_due: "Suspended from",
  paused: "Paid until",
};

/** The plan, what it costs, and what may be done with it. */
export function PlanCard({ account }: { account: Overview }) {
  const { plan, state, until, next_plan: next, price } = account;
  return (
    <Card title="Your plan">
      <Stack>
        <DetailList>
          <Detail label="Plan">
            {plan.name} <State account={account} />
          </Detail>
          {until && (
            <Detail label={UNTIL[state] ?? (next ? `Becomes ${next.name}` : "Renews")}>
              {day(until)}
            </Detail>
          )}
          {price && (
            <Detail label={next ? "Price from then" : "Price"}>{priceInWords(account)}</Detail>
          )}
        </DetailList>
        <Actions account={account} />
      </Stack>
    </Card>
  );
}

function State({ account: { state, state_label: label } }: { account: Overview }) {
  if (state === "free") return null;
  if (state === "active" || state === "trialing") return <Badge variant="success">{label}</Badge>;
  const failed = state === "past_due" || state === "suspended";
  return <Badge variant={failed ? "destructive" : "warning"}>{label}</Badge>;
}

function priceInWords({ price, total, per_seat: perSeat, seats: count }: Overview): string {
  if (!price || !total) return "";
  const each = price.interval === "year" ? "each year" : "each month";
  if (!perSeat) return `${price.price.text} ${each}`;
  const sum = count > 1 ? ` = ${total.text}` : "";
  return `${price.price.text} × ${seats(count)}${sum} ${each}`;
}

function Actions({ account }: { account: Overview }) {
  const deed = useDeed();
  const may = (name: Overview["actions"][number]) => account.actions.includes(name);
  return (
    <Row>
      {may("unpause") && <LinkButton href={places.unpause}>Resume subscription</LinkButton>}
      {may("settle") && (
        <>
          <LinkButton href={places.methods}>Update how you pay</LinkButton>
          <LinkButton href={places.invoices} variant="outline">
            See open invoices
          </LinkButton>
        </>
      )}
      {may("resume") && (
        <Button
          busy={deed.isPending}
          onClick={() => {
            deed.mutate(action("resume"));
          }}
        >
          Keep my subscription
        </Button>
      )}
      {may("keep") && (
        <Button
          busy={deed.isPending}
          onClick={() => {
            deed.mutate(action("keep"));
          }}
        >
          {`Stay with ${account.plan.name}`}
        </Button>
      )}
      {may("choose_plan") && <LinkButton href={places.pricing}>Choose a plan</LinkButton>}
      {may("change_plan") && (
        <LinkButton href={places.plan} variant="outline">
          Change plan
        </LinkButton>
      )}
      {may("change_seats") && (
        <LinkButton href={places.seats} variant="outline">
          {account.seats_follow ? "Price of more seats" : "Change seats"}
        </LinkButton>
      )}
    </Row>
  );
}
