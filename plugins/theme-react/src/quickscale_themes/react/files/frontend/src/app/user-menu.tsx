import { DropdownMenu } from "radix-ui";

import { Go } from "@/app/go";
import { shell, useUser } from "@/app/shell-data";
import { SchemeSwitch } from "@/app/scheme-switch";
import { Avatar } from "@/components/avatar";
import { Icon } from "@/components/icon";

/** The menu of whoever is signed in. */
export function UserMenu() {
  const { name, email } = useUser();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="user-menu-button cursor-pointer border-0 bg-transparent text-start">
        <Avatar name={name || email} />
        <span className="user-menu-names">
          <span>{name || email}</span>
          {name && <small>{email}</small>}
        </span>
        <Icon name="chevrons-up-down" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={document.getElementById("app-menu")}>
        <DropdownMenu.Content
          side="top"
          align="start"
          sideOffset={4}
          className="z-10 grid w-56 gap-0.5 rounded-md border border-border bg-popover p-1 shadow-lg"
        >
          {shell.account.map((link) =>
            link.method === "post" ? (
              <form key={link.href} method="post" action={link.href}>
                <input type="hidden" name="csrfmiddlewaretoken" value={shell.csrf} />
                <DropdownMenu.Item
                  asChild
                  onSelect={(event) => {
                    event.preventDefault();
                    (event.currentTarget as HTMLElement).closest("form")?.requestSubmit();
                  }}
                >
                  <button className="nav-link" type="button">
                    <Icon name={link.icon} />
                    {link.label}
                  </button>
                </DropdownMenu.Item>
              </form>
            ) : (
              <DropdownMenu.Item key={link.href} asChild>
                <Go className="nav-link" href={link.href}>
                  <Icon name={link.icon} />
                  {link.label}
                </Go>
              </DropdownMenu.Item>
            ),
          )}
          <SchemeSwitch />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
