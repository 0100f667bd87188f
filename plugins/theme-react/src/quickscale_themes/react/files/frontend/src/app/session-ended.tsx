import { AlertDialog } from "radix-ui";
import { useSyncExternalStore } from "react";

import { Button } from "@/components/button";
import { OVERLAY, PANEL } from "@/components/dialog";

let ended = false;
const listeners = new Set<() => void>();

/** Say that nobody is signed in any more. */
export function endSession() {
  ended = true;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asks to sign in again, and comes back to the same page. */
export function SessionEnded() {
  const open = useSyncExternalStore(subscribe, () => ended);
  return (
    <AlertDialog.Root open={open}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={OVERLAY} />
        <AlertDialog.Content className={PANEL}>
          <AlertDialog.Title>Your session has ended</AlertDialog.Title>
          <AlertDialog.Description>
            Sign in again to go on. You come back to this page.
          </AlertDialog.Description>
          <AlertDialog.Action asChild>
            <Button
              onClick={() => {
                window.location.reload();
              }}
            >
              Sign in again
            </Button>
          </AlertDialog.Action>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
