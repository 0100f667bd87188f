import { AlertDialog } from "radix-ui";

import { Row } from "@/components/arrangement";
import { Button } from "@/components/button";
import { OVERLAY, PANEL } from "@/components/dialog";

interface ConfirmProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  text: string;
  /** The deed, on the button that does it. */
  action: string;
  /** What the button says that leaves everything as it is. */
  keep?: string;
  tone?: "primary" | "destructive";
  onConfirm: () => void;
}

/** A question before something that cannot be taken back. */
export function Confirm({
  open,
  onOpenChange,
  title,
  text,
  action,
  keep = "Cancel",
  tone = "destructive",
  onConfirm,
}: ConfirmProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={OVERLAY} />
        <AlertDialog.Content className={PANEL}>
          <AlertDialog.Title>{title}</AlertDialog.Title>
          <AlertDialog.Description>{text}</AlertDialog.Description>
          <Row>
            <AlertDialog.Cancel asChild>
              <Button variant="outline">{keep}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button variant={tone} onClick={onConfirm}>
                {action}
              </Button>
            </AlertDialog.Action>
          </Row>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
