import { Row } from "@/components/arrangement";
import { Badge } from "@/components/badge";
import { Entry, EntryList } from "@/components/entry-list";
import { Time } from "@/components/time";

import type { AccountEvent } from "./schema";

/** What happened to the account. */
export function Events({ events }: { events: readonly AccountEvent[] }) {
  return (
    <EntryList>
      {events.map((it) => (
        <Entry key={it.created_at + it.kind} title={it.text} icon="shield">
          {(it.is_warning || it.detail) && (
            <Row>
              {it.is_warning && <Badge variant="warning">Was it you?</Badge>}
              {it.detail && <span>{it.detail}</span>}
            </Row>
          )}
          <small>
            {it.device}, {it.ip && `${it.ip}, `}
            <Time at={it.created_at} />
          </small>
        </Entry>
      ))}
    </EntryList>
  );
}
