import { useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";

import { Page } from "@/app/page";
import { shell } from "@/app/shell-data";
import { Row, Stack } from "@/components/arrangement";
import { Badge } from "@/components/badge";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { Confirm } from "@/components/confirm";
import { Copy } from "@/components/copy";
import { EmptyState } from "@/components/empty-state";
import { Menu } from "@/components/menu";
import { Table } from "@/components/table";
import { Time } from "@/components/time";

import { holders, keys, useReplace, useRevoke, useRevokeAll } from "./api";
import { MakeKey } from "./make-key";
import type { Key, NewKey } from "@/app/schema";

/** Keys with which programs call the API. */
export default function KeysPage() {
  const [made, setMade] = useState<NewKey>();
  return (
    <Page title="API keys" settings>
      <Stack>
        {made && <NewlyMade key={`made-${made.id}`} text={made.key} />}
        <Keys onMade={setMade} />
        <MakeKey key={`after-${made?.id ?? ""}`} onMade={setMade} />
      </Stack>
    </Page>
  );
}

/** A key's text, where the keyboard and screen readers are led to: it is shown this once. */
function NewlyMade({ text }: { text: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.focus();
  }, []);
  return (
    <div ref={place} role="status" tabIndex={-1}>
      <Card title="Your new key" description="Copy it now. It is shown this once and kept nowhere.">
        <Copy label="Key" value={text} />
      </Card>
    </div>
  );
}

interface Making {
  /** A key was made, or the one that was shown has gone. */
  onMade: (made: NewKey | undefined) => void;
}

function Keys({ onMade }: Making) {
  const found = useSuspenseInfiniteQuery(keys);
  const all = found.data.pages.flatMap((it) => it.results);
  return (
    <Card
      description="Programs call the API with a key. Revoke one that you no longer need, or that others saw."
      actions={
        <Row>
          <LinkButton href={`${shell.base}api/v1/docs/`} variant="outline" size="sm">
            API reference
          </LinkButton>
          {all.some((it) => it.is_open && isOwn(it)) && <RevokeAll onMade={onMade} />}
        </Row>
      }
    >
      {all.length > 0 ? (
        <Stack>
          <Table caption="API keys" head={["Key", "Used for", "Action"]}>
            {all.map((it) => (
              <KeyRow key={it.id} of={it} onMade={onMade} />
            ))}
          </Table>
          {found.hasNextPage && (
            <Button
              variant="outline"
              busy={found.isFetchingNextPage}
              onClick={() => void found.fetchNextPage()}
            >
              Show more
            </Button>
          )}
        </Stack>
      ) : (
        <EmptyState
          icon="key-round"
          title="No keys yet"
          text="Make one below for the first program that calls the API."
        />
      )}
    </Card>
  );
}

const isOwn = (key: Key) => key.made_by === shell.user.email;

function RevokeAll({ onMade }: Making) {
  const [asks, setAsks] = useState(false);
  const revoke = useRevokeAll();
  return (
    <>
      <Button
        variant="outline"
        size="sm"
        onClick={() => {
          setAsks(true);
        }}
      >
        Revoke all
      </Button>
      <Confirm
        open={asks}
        onOpenChange={setAsks}
        title="Revoke all keys that you made?"
        text="Every program that has one of them stops working at once. New keys can be made afterwards."
        action="Revoke all"
        onConfirm={() => {
          revoke.mutate(shell.user.email);
          onMade(undefined);
        }}
      />
    </>
  );
}

function KeyRow({ of: key, onMade }: Making & { of: Key }) {
  const { data: mayHold } = useSuspenseQuery(holders);
  const replace = useReplace();
  const revoke = useRevoke();
  const holder = mayHold.find((it) => it.team_id && it.team_id === key.team_id);
  const actions = [
    {
      label: "Replace",
      onSelect: () => {
        replace.mutate(key, { onSuccess: onMade });
      },
    },
    {
      label: "Revoke",
      onSelect: () => {
        revoke.mutate(key);
      },
    },
  ];
  return (
    <tr>
      <td>
        {key.name}
        <br />
        <code>{key.prefix}…</code>
        {key.team_id && <Line>{`${holder?.label ?? ""}, made by ${key.made_by}`}</Line>}
        {key.last_used_at ? (
          <Line>
            Last used <Time at={key.last_used_at} />
          </Line>
        ) : (
          <Line>Never used</Line>
        )}
        {key.expires_at && (
          <Line>
            Ends <Time at={key.expires_at} />
          </Line>
        )}
      </td>
      <td data-label="Used for">{key.scopes.join(", ")}</td>
      <td>
        {key.is_open ? (
          <Menu label={`Actions for ${key.name}`} items={isOwn(key) ? actions : actions.slice(1)} />
        ) : (
          <Badge variant="warning">{key.revoked_at ? "Revoked" : "Expired"}</Badge>
        )}
      </td>
    </tr>
  );
}

function Line({ children }: { children: ReactNode }) {
  return (
    <>
      <br />
      <small>{children}</small>
    </>
  );
}
