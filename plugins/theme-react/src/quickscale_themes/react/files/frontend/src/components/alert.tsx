import type { ReactNode } from "react";

import { Icon } from "@/components/icon";

const ICONS = {
  info: "info",
  success: "circle-check",
  warning: "triangle-alert",
  destructive: "circle-alert",
};

interface AlertProps {
  variant?: keyof typeof ICONS;
  title?: string;
  children: ReactNode;
}

/** Something to know before going on. */
export function Alert({ variant = "info", title, children }: AlertProps) {
  return (
    <div
      className="alert"
      data-variant={variant}
      role={variant === "destructive" ? "alert" : "status"}
    >
      <Icon name={ICONS[variant]} />
      {title && <strong>{title}</strong>}
      <section>{children}</section>
    </div>
  );
}
