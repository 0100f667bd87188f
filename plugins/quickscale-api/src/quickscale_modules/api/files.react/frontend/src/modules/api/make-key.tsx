import { useSuspenseQuery } from "@tanstack/react-query";

import * as z from "@/app/zod";
import { Card } from "@/components/card";
import { CheckboxesField, SelectField, TextField } from "@/components/field";
import { Form } from "@/components/form";

import { holders, scopes, useMakeKey } from "./api";
import type { NewKey } from "@/app/schema";

const SCHEMA = z.object({
  name: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, "Say what uses the key."),
      z.maxLength(100, "Use at most 100 characters."),
    ),
  team_id: z.string(),
  scopes: z.array(z.string()).check(z.minLength(1, "Choose what the key may be used for.")),
  lifetime: z.string(),
});

const LIFETIMES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: "", label: "No end" },
];

/** Makes a key, and hands on its text. */
export function MakeKey({ onMade }: { onMade: (made: NewKey) => void }) {
  const { data: mayHold } = useSuspenseQuery(holders);
  const { data: uses } = useSuspenseQuery(scopes);
  const make = useMakeKey();
  return (
    <Card
      title="New key"
      description="A program with the key acts as you, within what you choose here."
    >
      <Form
        schema={SCHEMA}
        labels={{
          name: "Name",
          team_id: "For",
          scopes: "What it may be used for",
          lifetime: "Ends after",
        }}
        values={{ name: "", team_id: "", scopes: [], lifetime: "90" }}
        action="Make key"
        icon="plus"
        onSubmit={async ({ name, team_id, scopes: chosen, lifetime }) => {
          onMade(
            await make.mutateAsync({
              name,
              team_id: team_id || null,
              scopes: chosen,
              expires_at: lifetime ? inDays(Number(lifetime)) : null,
            }),
          );
        }}
      >
        {(field) => (
          <>
            <TextField
              {...field("name")}
              description="What uses the key, so that you recognise it later."
              autoComplete="off"
            />
            {mayHold.length > 1 && (
              <SelectField
                {...field("team_id")}
                choices={mayHold.map((it) => ({ value: it.team_id ?? "", label: it.label }))}
              />
            )}
            <CheckboxesField
              {...field("scopes")}
              choices={uses.map((it) => ({ value: it.name, label: it.label }))}
            />
            <SelectField {...field("lifetime")} choices={LIFETIMES} />
          </>
        )}
      </Form>
    </Card>
  );
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
