import { useSuspenseQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Row, Stack } from "@/components/arrangement";
import { Badge } from "@/components/badge";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { Time } from "@/components/time";

import { AccountPage } from "./account-page";
import { latestEvents, protection, SECURITY } from "./api";
import { Events } from "./events";
import type { AccountProtection } from "./schema";

/** How the account is protected, and what happened to it lately. */
export default function SecurityPage() {
  const { data } = useSuspenseQuery(protection);
  return (
    <AccountPage title="Security">
      <Stack>
        <Password has={data.has_password} />
        {data.offered.includes("totp") && <App protection={data} />}
        {data.offered.includes("webauthn") && <Passkeys count={data.passkeys} />}
        {data.has_second_factor && data.offered.includes("recovery_codes") && (
          <RecoveryCodes left={data.recovery_codes} />
        )}
        <Activity />
      </Stack>
    </AccountPage>
  );
}

function Line({ said, path, action }: { said: ReactNode; path: string; action: string }) {
  return (
    <div className="row" data-align="between">
      {said}
      <LinkButton href={SECURITY + path} variant="outline" size="sm">
        {action}
      </LinkButton>
    </div>
  );
}

function Password({ has }: { has: boolean }) {
  return (
    <Card title="Password">
      {has ? (
        <Line
          said={<span>Changing it signs you out everywhere but here.</span>}
          path="password/"
          action="Change password"
        />
      ) : (
        <Line
          said={<span>Your account has none.</span>}
          path="password/set/"
          action="Set password"
        />
      )}
    </Card>
  );
}

function App({
  protection: { has_app: has, app_used_at: used },
}: {
  protection: AccountProtection;
}) {
  return (
    <Card
      title="Authenticator app"
      description="Signing in then asks for a code from an app on your phone."
    >
      {has ? (
        <Line
          said={
            <Row>
              <Badge variant="success">On</Badge>
              {used && (
                <span>
                  Last used <Time at={used} />
                </span>
              )}
            </Row>
          }
          path="app/deactivate/"
          action="Remove app"
        />
      ) : (
        <Line said={<Badge>Off</Badge>} path="app/activate/" action="Set up app" />
      )}
    </Card>
  );
}

function Passkeys({ count }: { count: number }) {
  return (
    <Card
      title="Passkeys"
      description="Your fingerprint, face or device PIN instead of something to type."
    >
      {count > 0 ? (
        <Line
          said={<span>{`You have ${String(count)} passkey${count === 1 ? "" : "s"}.`}</span>}
          path="passkeys/"
          action="Manage passkeys"
        />
      ) : (
        <Line said={<span>You have none yet.</span>} path="passkeys/add/" action="Add passkey" />
      )}
    </Card>
  );
}

function RecoveryCodes({ left }: { left: number | null }) {
  return (
    <Card
      title="Recovery codes"
      description="They let you sign in when you do not have your device. Each works once."
    >
      {left === null ? (
        <Line
          said={<span>You have none yet.</span>}
          path="recovery-codes/generate/"
          action="Make codes"
        />
      ) : (
        <Line
          said={<span>{left === 1 ? "1 code is left." : `${String(left)} codes are left.`}</span>}
          path="recovery-codes/"
          action="Show codes"
        />
      )}
    </Card>
  );
}

function Activity() {
  const { data } = useSuspenseQuery(latestEvents);
  return (
    <Card
      title="Recent activity"
      footer={
        <LinkButton href={`${SECURITY}activity/`} variant="outline" size="sm">
          All activity
        </LinkButton>
      }
    >
      {data.length > 0 ? (
        <Events events={data} />
      ) : (
        <p>Nothing has happened yet. Sign-ins and changes to your account are listed here.</p>
      )}
    </Card>
  );
}
