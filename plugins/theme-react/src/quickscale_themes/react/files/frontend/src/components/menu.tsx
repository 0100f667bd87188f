import { DropdownMenu } from "radix-ui";

import { Icon } from "@/components/icon";

interface MenuProps {
  /** What it is about, for those who do not see the row it stands in. */
  label: string;
  items: { label: string; onSelect: () => void }[];
}

/** A button that shows what can be done with a thing. */
export function Menu({ label, items }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="btn"
        data-variant="ghost"
        data-size="icon"
        aria-label={label}
      >
        <Icon name="ellipsis" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          className="z-10 grid min-w-40 rounded-md border border-border bg-popover p-1 shadow-lg"
        >
          {items.map((it) => (
            <DropdownMenu.Item key={it.label} className="nav-link" onSelect={it.onSelect}>
              {it.label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
