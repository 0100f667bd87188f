import type { ReactNode } from "react";

import { Icon } from "@/components/icon";

interface EmptyStateProps {
  icon: string;
  title: string;
  text: string;
  children?: ReactNode;
}

/** What stands where nothing is: why, and the one thing to do. */
export function EmptyState({ icon, title, text, children }: EmptyStateProps) {
  return (
    <div className="empty">
      <header>
        <figure>
          <Icon name={icon} />
        </figure>
        <h2>{title}</h2>
        <p>{text}</p>
      </header>
      {children && <section>{children}</section>}
    </div>
  );
}
