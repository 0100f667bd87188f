import { Entry, EntryList } from "@/components/entry-list";
import { Time } from "@/components/time";

import type { Event } from "./schema";

/** What happened to a team, each a sentence. */
export function Events({ events }: { events: Event[] }) {
  return (
    <EntryList>
      {events.map(({ text, who, at }) => (
        <Entry key={at + text} title={text} avatar={who} icon="users">
          <Time at={at} />
        </Entry>
      ))}
    </EntryList>
  );
}
