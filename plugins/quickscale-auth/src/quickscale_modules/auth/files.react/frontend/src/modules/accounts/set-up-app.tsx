import { queryOptions, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import * as z from "@/app/zod";
import { Stack } from "@/components/arrangement";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { TextField } from "@/components/field";
import { Form } from "@/components/form";

import { AccountPage } from "./account-page";
import { SECURITY, useChange } from "./api";
import { Asked } from "./asked-page";
import { allauth } from "./headless";

interface NewApp {
  secret: string;
  /** The code to scan, as a picture. */
  svg: string;
}

const newApp = queryOptions({
  queryKey: ["new-app"],
  queryFn: () => allauth<NewApp>("account/authenticators/totp"),
  // It is kept by the session, and another one is made each time that it is asked for.
  staleTime: Infinity,
  gcTime: 0,
  refetchOnReconnect: false,
});

const CODE = z.object({ code: z.string().check(z.trim(), z.minLength(1, "Enter the code.")) });

/** Sets up an authenticator app. */
export default function SetUpAppPage() {
  const query = useQuery(newApp);
  return (
    <AccountPage title="Set up your authenticator app">
      <Card
        title="Set up your authenticator app"
        description="Scan the code with the app, then type the six digits it shows."
      >
        <Asked query={query}>{(app) => <SetUp app={app} />}</Asked>
      </Card>
    </AccountPage>
  );
}

function SetUp({ app: { secret, svg } }: { app: NewApp }) {
  const navigate = useNavigate();
  const turnOn = useChange(
    (given: z.output<typeof CODE>) => allauth("account/authenticators/totp", "POST", given),
    { said: "Your authenticator app is set up." },
  );
  return (
    <Stack>
      <img
        src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
        width="200"
        height="200"
        alt="QR code for your authenticator app"
      />
      <div>
        <p>No camera? Type this key into the app instead:</p>
        <code>{secret}</code>
      </div>
      <Form
        schema={CODE}
        labels={{ code: "Code from the app" }}
        values={{ code: "" }}
        action="Turn on"
        beside={
          <LinkButton href={SECURITY} variant="ghost">
            Cancel
          </LinkButton>
        }
        onSubmit={async (given) => {
          await turnOn.mutateAsync(given);
          await navigate({ to: "/settings/security/recovery-codes/" });
        }}
      >
        {(field) => (
          <TextField {...field("code")} autoComplete="one-time-code" inputMode="numeric" />
        )}
      </Form>
    </Stack>
  );
}
