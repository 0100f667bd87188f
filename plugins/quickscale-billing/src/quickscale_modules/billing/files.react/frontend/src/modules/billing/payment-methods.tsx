import { useSuspenseQuery } from "@tanstack/react-query";

import { Row } from "@/components/arrangement";
import { Badge } from "@/components/badge";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { EmptyState } from "@/components/empty-state";
import { Menu } from "@/components/menu";
import { Table } from "@/components/table";

import { methods, useDeed } from "./api";
import { BillingPage } from "./billing-page";
import { LeavingForm } from "./leaving-form";
import { places } from "./places";
import type { PaymentMethod } from "./schema";

/** What can be paid with. */
export default function PaymentMethodsPage() {
  return (
    <BillingPage title="Payment methods">
      <Card
        title="Payment methods"
        description="Kept by our payment provider; card numbers never reach us."
        footer={
          <LeavingForm action={places.addMethod}>
            <Row>
              <Button type="submit" icon="plus">
                Add payment method
              </Button>
              <LinkButton href={places.overview} variant="ghost">
                Back to billing
              </LinkButton>
            </Row>
          </LeavingForm>
        }
      >
        <Methods />
      </Card>
    </BillingPage>
  );
}

function Methods() {
  const { data: held } = useSuspenseQuery(methods);
  if (held.length === 0)
    return (
      <EmptyState
        icon="credit-card"
        title="No payment method yet"
        text="Add a card here, or with your first purchase."
      />
    );
  return (
    <Table caption="Payment methods" head={["Method", "Expires", "Action"]}>
      {held.map((it) => (
        <MethodRow key={it.id} method={it} />
      ))}
    </Table>
  );
}

function MethodRow({ method }: { method: PaymentMethod }) {
  const { id, name, expires, is_default: pays } = method;
  const deed = useDeed();
  const use = {
    label: "Pay with this",
    onSelect: () => {
      deed.mutate({ path: `payment-methods/${id}/` });
    },
  };
  const remove = {
    label: "Remove",
    onSelect: () => {
      deed.mutate({ path: `payment-methods/${id}/`, method: "DELETE" });
    },
  };
  return (
    <tr>
      <td>
        {name} {pays && <Badge variant="success">Pays</Badge>}
      </td>
      <td data-label="Expires">{expires}</td>
      <td>
        <Menu label={`Actions for ${name}`} items={pays ? [remove] : [use, remove]} />
      </td>
    </tr>
  );
}
