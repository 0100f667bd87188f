import type { ReactNode } from "react";

import { Icon } from "@/components/icon";

interface CardProps {
  title?: string;
  description?: string;
  icon?: string;
  actions?: ReactNode;
  footer?: ReactNode;
  variant?: "plain" | "destructive";
  children?: ReactNode;
}

/** A box with one thing in it. */
export function Card({
  title,
  description,
  icon,
  actions,
  footer,
  variant = "plain",
  children,
}: CardProps) {
  return (
    <div className="card" data-variant={variant}>
      {(title ?? description ?? actions) && (
        <header>
          {icon && (
            <span className="card-icon">
              <Icon name={icon} />
            </span>
          )}
          {title && <h2>{title}</h2>}
          {description && <p>{description}</p>}
          {actions && <div className="card-action">{actions}</div>}
        </header>
      )}
      {children && <section>{children}</section>}
      {footer && <footer>{footer}</footer>}
    </div>
  );
}
