import { useId, useState } from "react";

import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";

import { useChangeRole } from "./api";
import type { Member, Role } from "./schema";

interface ChangeRoleProps {
  member: Member;
  offered: Role[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Gives a member another role. */
export function ChangeRole({ member, offered, open, onOpenChange }: ChangeRoleProps) {
  const [name, setName] = useState(member.role);
  const role = offered.find((it) => it.name === name);
  const change = useChangeRole(member, role?.label ?? name);
  const field = useId();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Role of ${member.user.name || member.user.email}`}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(name, {
            onSuccess: () => {
              onOpenChange(false);
            },
          });
        }}
      >
        <div className="field">
          <label htmlFor={field}>Role</label>
          <select
            id={field}
            aria-describedby={`${field}-help`}
            value={name}
            onChange={(event) => {
              setName(event.target.value);
            }}
          >
            {offered.map((it) => (
              <option key={it.name} value={it.name}>
                {it.label}
              </option>
            ))}
          </select>
          <p className="field-help" id={`${field}-help`}>
            {role?.description}
          </p>
        </div>
        <Button type="submit" busy={change.isPending}>
          Save role
        </Button>
      </form>
    </Dialog>
  );
}
