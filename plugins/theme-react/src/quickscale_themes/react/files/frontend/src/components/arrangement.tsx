import type { ReactNode } from "react";

/** Things below each other. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className="stack">{children}</div>;
}

/** Things beside each other, as many in a row as fit. */
export function Grid({
  size = "md",
  children,
}: {
  size?: "sm" | "md" | "lg";
  children: ReactNode;
}) {
  return (
    <div className="grid" data-size={size}>
      {children}
    </div>
  );
}

/** Small things in a row. */
export function Row({ children }: { children: ReactNode }) {
  return <div className="row">{children}</div>;
}
