import { useNavigate } from "@tanstack/react-router";

import { Row } from "@/components/arrangement";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";

import { AccountPage } from "./account-page";
import { SECURITY, useChange } from "./api";
import { allauth } from "./headless";

/** Removes the authenticator app. */
export default function RemoveAppPage() {
  const navigate = useNavigate();
  const remove = useChange(() => allauth("account/authenticators/totp", "DELETE"), {
    said: "Your authenticator app is removed.",
    form: false,
  });
  return (
    <AccountPage title="Remove your authenticator app">
      <Card
        title="Remove your authenticator app"
        description="Signing in then no longer asks for its code."
        variant="destructive"
      >
        <Row>
          <Button
            variant="destructive"
            busy={remove.isPending}
            onClick={() => {
              remove.mutate(undefined, {
                onSuccess: () => void navigate({ to: "/settings/security/" }),
              });
            }}
          >
            Remove app
          </Button>
          <LinkButton href={SECURITY} variant="ghost">
            Keep it
          </LinkButton>
        </Row>
      </Card>
    </AccountPage>
  );
}
