import type { ComponentProps } from "react";

import { Go } from "@/app/go";
import { Icon } from "@/components/icon";

interface Look {
  variant?: "primary" | "secondary" | "outline" | "ghost" | "destructive";
  size?: "md" | "sm";
  icon?: string;
}

/** A button; while it is busy it cannot be pressed again. */
export function Button({
  variant = "primary",
  size = "md",
  icon,
  busy = false,
  children,
  ...more
}: ComponentProps<"button"> & Look & { busy?: boolean }) {
  return (
    <button
      className="btn"
      type="button"
      data-variant={variant}
      data-size={size}
      aria-busy={busy}
      disabled={busy}
      {...more}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A link that looks like a button. */
export function LinkButton({
  variant = "primary",
  size = "md",
  icon,
  children,
  ...more
}: ComponentProps<typeof Go> & Look) {
  return (
    <Go className="btn" data-variant={variant} data-size={size} {...more}>
      {icon && <Icon name={icon} />}
      {children}
    </Go>
  );
}
