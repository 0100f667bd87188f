import type { ReactNode } from "react";

import { shell } from "@/app/shell-data";

/**
 * A form that the server answers by leading on to Stripe: to Checkout, or to the portal.
 *
 * @param fields - What it says besides.
 */
export function LeavingForm({
  action,
  fields = {},
  children,
}: {
  action: string;
  fields?: Record<string, string>;
  children: ReactNode;
}) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="csrfmiddlewaretoken" value={shell.csrf} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  );
}
