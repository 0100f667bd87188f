import type { ReactNode } from "react";

import * as z from "@/app/zod";
import { SelectField } from "@/components/field";
import { Form } from "@/components/form";

import { roleChoices, useChangeRole } from "./api";
import type { Member, Role } from "./schema";

const SCHEMA = z.object({ role: z.string() });

interface RoleFormProps {
  member: Member;
  /** Those that the visitor may give. */
  offered: Role[];
  beside?: ReactNode;
  onSaved: () => void;
}

/** What a member may do from now on. */
export function RoleForm({ member, offered, beside, onSaved }: RoleFormProps) {
  const change = useChangeRole(member, offered);
  return (
    <Form
      schema={SCHEMA}
      labels={{ role: "Role" }}
      values={{ role: member.role }}
      action="Save role"
      beside={beside}
      onSubmit={async ({ role }) => {
        await change.mutateAsync(role);
        onSaved();
      }}
    >
      {(field) => <SelectField {...field("role")} choices={roleChoices(offered)} />}
    </Form>
  );
}
