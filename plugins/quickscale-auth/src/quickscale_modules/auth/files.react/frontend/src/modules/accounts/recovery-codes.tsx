import { queryOptions, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Row, Stack } from "@/components/arrangement";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { Confirm } from "@/components/confirm";
import { Icon } from "@/components/icon";

import { AccountPage } from "./account-page";
import { protection, SECURITY, useChange } from "./api";
import { Asked } from "./asked-page";
import { allauth } from "./headless";

const PATH = "account/authenticators/recovery-codes";

interface Codes {
  unused_codes: string[];
}

const codes = queryOptions({
  queryKey: ["account", "recovery-codes"],
  queryFn: async () => (await allauth<Codes>(PATH)).unused_codes,
  gcTime: 0,
});

/** What signs in without a device. */
export default function RecoveryCodesPage() {
  const { data: account } = useSuspenseQuery(protection);
  return (
    <AccountPage title="Recovery codes">
      <Card
        title="Recovery codes"
        description="Keep them where you can reach them without your phone. Each works once."
      >
        {account.recovery_codes === null ? <Codes unused={null} /> : <Kept />}
      </Card>
    </AccountPage>
  );
}

function Kept() {
  const query = useQuery(codes);
  return <Asked query={query}>{(unused) => <Codes unused={unused} />}</Asked>;
}

function Codes({ unused }: { unused: string[] | null }) {
  const queries = useQueryClient();
  const [asks, setAsks] = useState(false);
  const make = useChange(
    async () => {
      const { unused_codes: made } = await allauth<Codes>(PATH, "POST", {});
      queries.setQueryData(codes.queryKey, made);
    },
    { said: "You have new recovery codes.", form: false },
  );
  return (
    <Stack>
      {unused === null && <p>You have none yet.</p>}
      {unused?.length === 0 && (
        <div className="alert" data-variant="warning">
          <Icon name="triangle-alert" />
          <section>All codes have been used. Create new ones.</section>
        </div>
      )}
      {unused && unused.length > 0 && (
        <ul className="code-list" aria-label="Codes">
          {unused.map((it) => (
            <li key={it}>
              <code>{it}</code>
            </li>
          ))}
        </ul>
      )}
      <Row>
        {unused && unused.length > 0 && (
          <LinkButton
            href={`${SECURITY}recovery-codes/download/`}
            variant="outline"
            icon="download"
          >
            Download
          </LinkButton>
        )}
        <Button
          variant="outline"
          icon="refresh-cw"
          busy={make.isPending}
          onClick={() => {
            if (unused?.length) setAsks(true);
            else make.mutate(undefined);
          }}
        >
          {unused ? "Make new codes" : "Make codes"}
        </Button>
        <LinkButton href={SECURITY} variant="ghost">
          Done
        </LinkButton>
      </Row>
      <Confirm
        open={asks}
        onOpenChange={setAsks}
        title="Make new recovery codes?"
        text="The codes you have now stop working."
        action="Make new codes"
        onConfirm={() => {
          make.mutate(undefined);
        }}
      />
    </Stack>
  );
}
