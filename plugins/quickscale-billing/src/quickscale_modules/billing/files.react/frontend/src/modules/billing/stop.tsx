import { useState } from "react";

import { Row } from "@/components/arrangement";
import { Button } from "@/components/button";
import { Card } from "@/components/card";
import { Confirm } from "@/components/confirm";

import { action, useDeed } from "./api";
import type { Overview } from "./schema";
import { day } from "./words";

/** Pauses or cancels the subscription, once it is said what is lost and when. */
export function Stop({ account: { actions, plan, until } }: { account: Overview }) {
  const [asks, setAsks] = useState<"pause" | "cancel">();
  const deed = useDeed();
  const keeps = until ? `You keep ${plan.name} until ${day(until)}` : "";
  const then = "Then you are on the free plan, with its limits";
  const close = () => {
    setAsks(undefined);
  };
  return (
    <Card
      title="Stop"
      description="Pausing stops payments until you resume. Cancelling ends the subscription. Either way you keep your plan until the end of the period you paid for."
      variant="destructive"
    >
      <Row>
        {actions.includes("pause") && (
          <Button
            variant="outline"
            busy={deed.isPending}
            onClick={() => {
              setAsks("pause");
            }}
          >
            Pause subscription
          </Button>
        )}
        <Button
          variant="destructive"
          busy={deed.isPending}
          onClick={() => {
            setAsks("cancel");
          }}
        >
          Cancel subscription
        </Button>
      </Row>
      <Confirm
        open={asks === "pause"}
        onOpenChange={close}
        title="Pause the subscription?"
        text={`${keeps}. ${then}, and nothing is charged until you resume. Your data is kept.`}
        action="Pause subscription"
        keep="Keep subscription"
        tone="primary"
        onConfirm={() => {
          deed.mutate(action("pause"));
        }}
      />
      <Confirm
        open={asks === "cancel"}
        onOpenChange={close}
        title="Cancel the subscription?"
        text={
          keeps
            ? `${keeps}, and nothing more is charged. ${then}. Your data is kept.`
            : "Nothing more is charged. You are on the free plan, with its limits. Your data is kept."
        }
        action="Cancel subscription"
        keep="Keep subscription"
        onConfirm={() => {
          deed.mutate(action("cancel"));
        }}
      />
    </Card>
  );
}
