import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

export const OVERLAY = "fixed inset-0 z-20 bg-foreground/40";
export const PANEL =
  "fixed inset-x-4 top-[15vh] z-20 mx-auto grid max-w-md gap-4 rounded-lg border border-border bg-popover p-6 shadow-lg";

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
}

/** A question or form above the page; Escape and a click beside it close it. */
export function Dialog({ open, onOpenChange, title, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={OVERLAY} />
        <Radix.Content className={PANEL} aria-describedby={undefined}>
          <Radix.Title>{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
