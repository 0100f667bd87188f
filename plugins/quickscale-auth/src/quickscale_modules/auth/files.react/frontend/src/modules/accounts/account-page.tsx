import type { ComponentProps } from "react";

import { Page } from "@/app/page";

import { ConfirmIdentity } from "./confirm-identity";

/** A page of the settings that may have to ask who is there. */
export function AccountPage({ children, ...more }: ComponentProps<typeof Page>) {
  return (
    <Page settings {...more}>
      {children}
      <ConfirmIdentity />
    </Page>
  );
}
