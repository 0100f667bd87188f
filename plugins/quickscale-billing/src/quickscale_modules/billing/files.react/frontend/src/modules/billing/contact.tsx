import { Form } from "@/components/form";
import { SelectField } from "@/components/field";
import * as z from "@/app/zod";

import { useDeed } from "./api";

const CONTACT = z.object({ address: z.string() });

/** Chooses whom invoices and receipts are sent to. */
export function Contact({ present, choices }: { present: string; choices: string[] }) {
  const deed = useDeed();
  return (
    <Form
      schema={CONTACT}
      labels={{ address: "Billing contact" }}
      values={{ address: present }}
      action="Change contact"
      onSubmit={(body) => deed.mutateAsync({ path: "contact/", method: "PUT", body })}
    >
      {(field) => (
        <SelectField
          {...field("address")}
          choices={choices.map((it) => ({ value: it, label: it }))}
        />
      )}
    </Form>
  );
}
