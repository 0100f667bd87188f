import { Stack } from "@/components/arrangement";
import { Card } from "@/components/card";
import { Progress } from "@/components/progress";

import type { PaidUsage } from "./schema";
import { day } from "./words";

/** How much of each limit is used, and what that comes to. */
export function Usage({ rows, since }: { rows: PaidUsage[]; since: string }) {
  return (
    <Card title="Usage" description={`Since ${day(since)}.`}>
      <Stack>
        {rows.map(({ name, label, used, allowed, text, cost }) => (
          <div key={name}>
            {allowed ? (
              <Progress label={label} value={used} max={allowed} />
            ) : (
              <p>{`${label}: ${text}`}</p>
            )}
            {cost && (
              <p>
                <small>{cost}</small>
              </p>
            )}
          </div>
        ))}
      </Stack>
    </Card>
  );
}
