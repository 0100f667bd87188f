import { Dialog } from "@/components/dialog";

import { nameOf } from "./api";
import { RoleForm } from "./role-form";
import type { Member, Role } from "./schema";

interface ChangeRoleProps {
  member: Member;
  offered: Role[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Gives a member another role, above the list of members. */
export function ChangeRole({ member, offered, open, onOpenChange }: ChangeRoleProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={`Role of ${nameOf(member)}`}>
      <RoleForm
        member={member}
        offered={offered}
        onSaved={() => {
          onOpenChange(false);
        }}
      />
    </Dialog>
  );
}
