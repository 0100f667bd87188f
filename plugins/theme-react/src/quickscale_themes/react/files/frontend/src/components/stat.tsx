import { Go } from "@/app/go";
import { Icon } from "@/components/icon";

export interface StatProps {
  label: string;
  value: string;
  hint?: string;
  trend?: "level" | "up" | "down";
  change?: string;
  href?: string;
}

/** A number, and where it goes. */
export function Stat({ label, value, hint, trend = "level", change, href }: StatProps) {
  return (
    <div className="stat">
      <p className="stat-label">{href ? <Go href={href}>{label}</Go> : label}</p>
      <p className="stat-value">
        {value}{" "}
        {change && (
          <span className="stat-change" data-trend={trend}>
            {trend === "up" && <Icon name="arrow-up" label="Up by" />}
            {trend === "down" && <Icon name="arrow-down" label="Down by" />} {change}
          </span>
        )}
      </p>
      {hint && <p className="stat-hint">{hint}</p>}
    </div>
  );
}
