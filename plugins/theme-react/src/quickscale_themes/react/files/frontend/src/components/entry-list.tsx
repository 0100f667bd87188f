import type { ReactNode } from "react";

import { Go } from "@/app/go";
import { Avatar } from "@/components/avatar";
import { Icon } from "@/components/icon";

/** A list of things with a sentence each. */
export function EntryList({ children }: { children: ReactNode }) {
  // Without its dots, a list is one for some screen readers only when it says so.
  return (
    <ul className="entries" role="list" data-variant="lines">
      {children}
    </ul>
  );
}

interface EntryProps {
  title?: string;
  description?: string;
  href?: string;
  icon?: string;
  /** Whose picture stands before it. */
  avatar?: string;
  state?: "plain" | "open" | "done";
  tone?: "plain" | "destructive";
  actions?: ReactNode;
  children?: ReactNode;
}

/** One of them. */
export function Entry({
  title,
  description,
  href,
  icon,
  avatar,
  state = "plain",
  tone = "plain",
  actions,
  children,
}: EntryProps) {
  return (
    <li className="entry" data-state={state} data-tone={tone}>
      <Mark state={state} avatar={avatar} icon={icon} />
      <div className="entry-words">
        {title && <p>{href ? <Go href={href}>{title}</Go> : title}</p>}
        {description && <p className="entry-description">{description}</p>}
        {children && <div className="entry-description">{children}</div>}
      </div>
      {actions && <div className="entry-actions">{actions}</div>}
    </li>
  );
}

function Mark({
  state,
  avatar,
  icon,
}: {
  state: string;
  avatar: string | undefined;
  icon: string | undefined;
}) {
  if (state === "done") return <Icon name="circle-check" label="Done" />;
  if (state === "open") return <Icon name="circle" label="To do" />;
  if (avatar) return <Avatar name={avatar} />;
  return icon ? <Icon name={icon} /> : null;
}
