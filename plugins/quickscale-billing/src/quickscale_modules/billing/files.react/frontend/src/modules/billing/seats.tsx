import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import * as z from "@/app/zod";
import { Row, Stack } from "@/components/arrangement";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { TextField } from "@/components/field";
import { Form } from "@/components/form";
import { Skeleton } from "@/components/skeleton";

import { seatsChange, useDeed } from "./api";
import { BillingPage } from "./billing-page";
import { DueNow } from "./due-now";
import { NotPossible } from "./not-possible";
import { places } from "./places";
import type { SeatsChange } from "./schema";
import { seats } from "./words";

/** What another number of seats costs, and the change to it. */
export default function SeatsPage() {
  return (
    <BillingPage title="Seats">
      <Seats />
    </BillingPage>
  );
}

function Seats() {
  const { data: present, error } = useQuery(seatsChange());
  const [wanted, setWanted] = useState<number>();
  if (error) return <NotPossible error={error} />;
  if (!present) return <Skeleton />;
  return (
    <Stack>
      <Card
        title="Seats"
        description={
          present.follow
            ? "Each new member takes a seat, and each member who leaves frees one. The difference for the rest of the period is charged at once."
            : "The difference for the rest of this period is charged at once."
        }
      >
        <AskForm present={present} onAsk={setWanted} />
      </Card>
      {wanted !== undefined && <Price key={wanted} wanted={wanted} follow={present.follow} />}
    </Stack>
  );
}

const ASKED = z.object({
  seats: z.string().check(z.regex(/^[1-9][0-9]{0,3}$/, "Enter a whole number from 1 to 9999.")),
});

function AskForm({ present, onAsk }: { present: SeatsChange; onAsk: (seats: number) => void }) {
  const queries = useQueryClient();
  return (
    <Form
      schema={ASKED}
      labels={{ seats: "Seats" }}
      values={{ seats: String(present.suggested) }}
      action="What would that cost?"
      beside={
        <LinkButton href={places.overview} variant="ghost">
          Back to billing
        </LinkButton>
      }
      onSubmit={async (sent) => {
        const wanted = Number(sent.seats);
        await queries.query(seatsChange(wanted));
        onAsk(wanted);
      }}
    >
      {(field) => (
        <TextField
          {...field("seats")}
          inputMode="numeric"
          description={`${String(present.in_use)} in use.`}
        />
      )}
    </Form>
  );
}

function Price({ wanted, follow }: { wanted: number; follow: boolean }) {
  const { data: change, error } = useQuery(seatsChange(wanted));
  const deed = useDeed(places.overview);
  return (
    <Card title={seats(wanted)}>
      <Stack>
        {error && <NotPossible error={error} />}
        {!error && !change && <Skeleton />}
        {change?.preview && <DueNow preview={change.preview} />}
        {change?.preview && (
          <Row>
            {follow ? (
              <LinkButton href={places.members} icon="users">
                Go to the members
              </LinkButton>
            ) : (
              <Button
                busy={deed.isPending}
                onClick={() => {
                  deed.mutate({ path: "seats/", body: { seats: wanted } });
                }}
              >
                Change seats
              </Button>
            )}
          </Row>
        )}
      </Stack>
    </Card>
  );
}
