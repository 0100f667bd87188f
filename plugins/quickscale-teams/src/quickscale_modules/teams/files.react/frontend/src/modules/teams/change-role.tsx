import * as z from "@/app/zod";
import { Dialog } from "@/components/dialog";
import { SelectField } from "@/components/field";
import { Form } from "@/components/form";

import { nameOf, roleChoices, useChangeRole } from "./api";
import type { Member, Role } from "./schema";

const SCHEMA = z.object({ role: z.string() });

interface ChangeRoleProps {
  member: Member;
  offered: Role[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Gives a member another role. */
export function ChangeRole({ member, offered, open, onOpenChange }: ChangeRoleProps) {
  const change = useChangeRole(member, offered);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={`Role of ${nameOf(member)}`}>
      <Form
        schema={SCHEMA}
        labels={{ role: "Role" }}
        values={{ role: member.role }}
        action="Save role"
        onSubmit={async ({ role }) => {
          await change.mutateAsync(role);
          onOpenChange(false);
        }}
      >
        {(field) => <SelectField {...field("role")} choices={roleChoices(offered)} />}
      </Form>
    </Dialog>
  );
}
