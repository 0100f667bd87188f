import { Row, Stack } from "@/components/arrangement";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";

import { LeavingForm } from "./leaving-form";
import { places } from "./places";
import type { PaymentMethod, Purchase } from "./schema";

/** What is bought once. */
export function Purchases({ purchases }: { purchases: Purchase[] }) {
  return (
    <Card title="One-off">
      <Stack>
        {purchases.map(({ key, name, description, price }) => (
          <LeavingForm key={key} action={places.buy} fields={{ item: key }}>
            <div className="row" data-align="between">
              <span>
                <strong>{name}</strong> · {price.text}
                <br />
                <small>{description}</small>
              </span>
              <Button type="submit" variant="outline" size="sm" aria-label={`Buy ${name}`}>
                Buy
              </Button>
            </div>
          </LeavingForm>
        ))}
      </Stack>
    </Card>
  );
}

/** What is paid with. */
export function Payment({ method, portal }: { method: PaymentMethod | null; portal: boolean }) {
  return (
    <Card title="Payment">
      <div className="row" data-align="between">
        {method ? (
          <span>
            {method.name} {method.expires && <small>{method.expires}</small>}
          </span>
        ) : (
          <span>No payment method is saved.</span>
        )}
        <Row>
          <LinkButton href={places.methods} variant="outline" size="sm">
            Payment methods
          </LinkButton>
          {portal && (
            <LeavingForm action={places.portal}>
              <Button type="submit" variant="outline" size="sm" icon="external-link">
                Customer portal
              </Button>
            </LeavingForm>
          )}
        </Row>
      </div>
    </Card>
  );
}
