import { useSuspenseQuery } from "@tanstack/react-query";

import { Page } from "@/app/page";
import { shell } from "@/app/shell-data";
import { Grid, Stack } from "@/components/arrangement";
import { Button, LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { Chart } from "@/components/chart";
import { Entry, EntryList } from "@/components/entry-list";
import { Progress } from "@/components/progress";
import { Stat } from "@/components/stat";
import { Time } from "@/components/time";

import { dashboard, useHideChecklist } from "./api";
import type { Activity, ChecklistStep, Task } from "@/app/schema";

/** What happened, what is due, and where it goes. */
export default function DashboardPage() {
  const { data } = useSuspenseQuery(dashboard);
  const name = (shell.user.name || shell.user.email).split(" ", 1).join();
  return (
    <Page title="Dashboard">
      <Stack>
        <div className="page-header">
          <h2>{`Hello, ${name}`}</h2>
        </div>
        {data.checklist.length > 0 && <Checklist steps={data.checklist} />}
        {data.numbers.length > 0 && (
          <Grid size="sm">
            {data.numbers.map((number) => (
              <Card key={number.label}>
                <Stat {...number} />
              </Card>
            ))}
          </Grid>
        )}
        {data.charts.map(({ title, empty, icon, chart }) => (
          <Card key={title} title={title}>
            {chart ? (
              <Chart {...chart} />
            ) : (
              <EntryList>
                <Entry icon={icon} description={empty} />
              </EntryList>
            )}
          </Card>
        ))}
        <Grid size="lg">
          <Stack>
            {data.has_tasks && <Tasks tasks={data.tasks} />}
            <Card
              title="Questions?"
              icon="life-buoy"
              footer={
                <LinkButton href={`${shell.base}contact/`} variant="outline" size="sm">
                  Write to us
                </LinkButton>
              }
            >
              <p>Write to us. A person reads every message and answers it by e-mail.</p>
            </Card>
          </Stack>
          <Happened activity={data.activity} />
        </Grid>
      </Stack>
    </Page>
  );
}

function Checklist({ steps }: { steps: ChecklistStep[] }) {
  const hide = useHideChecklist();
  return (
    <Card
      title="Get started"
      actions={
        <Button
          variant="ghost"
          size="sm"
          onClick={() => {
            hide.mutate();
          }}
        >
          Hide checklist
        </Button>
      }
    >
      <Stack>
        <Progress
          label="Steps done"
          value={steps.filter((it) => it.done).length}
          max={steps.length}
        />
        <EntryList>
          {steps.map(({ label, body, href, done }) =>
            done ? (
              <Entry key={label} title={label} state="done" />
            ) : (
              <Entry key={label} title={label} description={body} href={href} state="open" />
            ),
          )}
        </EntryList>
      </Stack>
    </Card>
  );
}

function Tasks({ tasks }: { tasks: Task[] }) {
  return (
    <Card title="To do">
      <EntryList>
        {tasks.map(({ text, action, href, detail, icon, urgent }) => (
          <Entry
            key={text}
            title={text}
            description={detail}
            icon={icon}
            tone={urgent ? "destructive" : "plain"}
            actions={
              <LinkButton href={href} variant="outline" size="sm">
                {action}
              </LinkButton>
            }
          />
        ))}
        {tasks.length === 0 && (
          <Entry
            icon="circle-check"
            title="Nothing is due"
            description="What needs you is listed here."
          />
        )}
      </EntryList>
    </Card>
  );
}

function Happened({ activity }: { activity: Activity[] }) {
  return (
    <Card title="Activity">
      <EntryList>
        {activity.map(({ text, at, who, icon }) => (
          <Entry key={at + text} title={text} avatar={who} icon={icon}>
            <Time at={at} />
          </Entry>
        ))}
        {activity.length === 0 && (
          <Entry
            icon="history"
            title="Nothing has happened yet"
            description="What you and others do is listed here."
          />
        )}
      </EntryList>
    </Card>
  );
}
