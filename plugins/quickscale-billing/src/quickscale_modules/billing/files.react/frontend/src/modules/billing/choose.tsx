import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { startTransition, useState } from "react";

import { Grid, Row, Stack } from "@/components/arrangement";
import { Badge } from "@/components/badge";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { EmptyState } from "@/components/empty-state";
import { Icon } from "@/components/icon";
import { Stat } from "@/components/stat";

import { offers } from "./api";
import { BillingPage } from "./billing-page";
import { places } from "./places";
import type { IntervalEnum, Offer } from "./schema";

/** The plans that one may change to. */
export default function ChoosePage() {
  return (
    <BillingPage title="Change plan">
      <Plans />
    </BillingPage>
  );
}

function Plans() {
  const [chosen, setChosen] = useState<IntervalEnum>();
  const { data } = useSuspenseQuery(offers(chosen));
  if (!data.subscribed)
    return (
      <EmptyState icon="credit-card" title="There is no plan to change" text="Choose one first.">
        <LinkButton href={places.pricing}>Choose a plan</LinkButton>
      </EmptyState>
    );
  return (
    <Stack>
      <p>A larger plan starts at once, a smaller one when the period ends.</p>
      <nav className="tab-links" aria-label="How often you pay">
        {data.intervals.map(({ interval, label }) => (
          <a
            key={interval}
            href={`${places.plan}?interval=${interval}`}
            {...(interval === data.interval ? { "aria-current": "page" } : {})}
            onClick={(event) => {
              event.preventDefault();
              startTransition(() => {
                setChosen(interval);
              });
            }}
          >
            {label}
          </a>
        ))}
      </nav>
      <Grid>
        {data.plans.map((it) => (
          <OfferCard key={it.key} offer={it} interval={data.interval} />
        ))}
      </Grid>
      <Row>
        <LinkButton href={places.overview} variant="ghost">
          Back to billing
        </LinkButton>
      </Row>
    </Stack>
  );
}

function OfferCard({ offer, interval }: { offer: Offer; interval: IntervalEnum }) {
  const { key, name, description, price, per, saving, points, button } = offer;
  return (
    <Card
      title={name}
      footer={
        offer.is_current ? (
          <Badge variant="success">Your plan</Badge>
        ) : (
          <Link
            className="btn"
            data-variant="outline"
            data-size="md"
            to="/settings/billing/plan/confirm/"
            search={{ plan: key, interval }}
          >
            {button}
          </Link>
        )
      }
    >
      <Stack>
        {description && <p>{description}</p>}
        <Stat label={per.charAt(0).toUpperCase() + per.slice(1)} value={price.text} hint={saving} />
        <ul className="entries" role="list" data-variant="plain">
          {points.map((it) => (
            <li key={it} className="entry">
              <Icon name="check" />
              <div className="entry-words">
                <p>{it}</p>
              </div>
            </li>
          ))}
        </ul>
      </Stack>
    </Card>
  );
}
