import { useSuspenseQuery } from "@tanstack/react-query";

import { firstText } from "@/app/first-data";
import { useGo } from "@/app/go";
import { Page } from "@/app/page";
import { LinkButton } from "@/components/button";
import { Card } from "@/components/card";

import { addresses } from "./addresses";
import { memberOf, nameOf, roles, rolesToGive, team } from "./api";
import { RoleForm } from "./role-form";

/** Whose role it is: the address has the number of their place in the team, the API their id. */
const id = firstText("member");

/** Gives a member another role, on a page that has an address. */
export default function RolePage() {
  const { data: present } = useSuspenseQuery(team);
  const { data: all } = useSuspenseQuery(roles);
  const { data: member } = useSuspenseQuery(memberOf(id));
  const go = useGo();
  return (
    <Page title="Change role" settings>
      <Card title={`Role of ${nameOf(member)}`}>
        <RoleForm
          member={member}
          offered={rolesToGive(all, present.role)}
          beside={
            <LinkButton href={addresses.members} variant="ghost">
              Cancel
            </LinkButton>
          }
          onSaved={() => {
            go(addresses.members);
          }}
        />
      </Card>
    </Page>
  );
}
