import { useSuspenseQuery } from "@tanstack/react-query";

import * as z from "@/app/zod";
import { ServerPart } from "@/app/server-part";
import { Stack } from "@/components/arrangement";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";
import { SelectField, TextField } from "@/components/field";
import { Form } from "@/components/form";

import { AccountPage } from "./account-page";
import { me, SETTINGS, timeZones, useSaveProfile } from "./api";

const PROFILE = z.object({ name: z.string().check(z.trim()), time_zone: z.string() });

/** What the site knows of whoever is there. */
export default function ProfilePage() {
  const { data: account } = useSuspenseQuery(me);
  const { data: zones } = useSuspenseQuery(timeZones);
  const save = useSaveProfile();
  return (
    <AccountPage title="Profile">
      <Stack>
        <Card description="What others see of you, and how times are shown to you.">
          <Form
            schema={PROFILE}
            labels={{ name: "Name", time_zone: "Time zone" }}
            values={{ name: account.name ?? "", time_zone: account.time_zone ?? "" }}
            action="Save profile"
            onSubmit={save.mutateAsync}
          >
            {(field) => (
              <>
                <TextField {...field("name")} autoComplete="name" optional />
                <SelectField
                  {...field("time_zone")}
                  choices={[
                    { value: "", label: "The site's own" },
                    ...zones.map((it) => ({ value: it, label: it.replaceAll("_", " ") })),
                  ]}
                />
              </>
            )}
          </Form>
        </Card>
        <ServerPart id="profile-parts" />
        <Card title="Your data" description="Everything we hold about you, as one file.">
          <LinkButton href={`${SETTINGS}profile/export/`} variant="outline" icon="download">
            Export my data
          </LinkButton>
        </Card>
        <Card
          title="Delete your account"
          description="It is deleted at once, with everything that belongs to it."
          variant="destructive"
        >
          <LinkButton href={`${SETTINGS}profile/delete/`} variant="destructive" icon="trash-2">
            Delete account
          </LinkButton>
        </Card>
      </Stack>
    </AccountPage>
  );
}
