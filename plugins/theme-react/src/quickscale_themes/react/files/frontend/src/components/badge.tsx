import type { ReactNode } from "react";

interface BadgeProps {
  variant?: "secondary" | "primary" | "success" | "warning" | "destructive";
  children: ReactNode;
}

/** A word about a thing. */
export function Badge({ variant = "secondary", children }: BadgeProps) {
  return (
    <span className="badge" data-variant={variant}>
      {children}
    </span>
  );
}
