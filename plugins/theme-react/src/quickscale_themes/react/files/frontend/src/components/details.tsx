import type { ReactNode } from "react";

/** What is known of a thing, each with its name. */
export function Details({ children }: { children: ReactNode }) {
  return <dl className="detail-list">{children}</dl>;
}

/** One of them. */
export function Detail({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
