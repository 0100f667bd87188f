import { Toast } from "radix-ui";
import { useSyncExternalStore } from "react";

import { saidOnArrival } from "@/app/leave";
import { shell } from "@/app/shell-data";
import { Icon } from "@/components/icon";

type Tone = "success" | "error" | "warning" | "info";

interface Shown {
  id: number;
  text: string;
  tone: string;
}

const LOOKS: Record<string, { variant: string; icon: string }> = {
  success: { variant: "success", icon: "circle-check" },
  error: { variant: "destructive", icon: "circle-alert" },
  warning: { variant: "warning", icon: "triangle-alert" },
};

const arrival = saidOnArrival();
let shown: Shown[] = [
  ...shell.messages,
  ...(arrival ? [{ text: arrival, tone: "success" }] : []),
].map((it, index) => ({ ...it, id: -1 - index }));
let last = 0;
const listeners = new Set<() => void>();

function change(next: Shown[]) {
  shown = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Say in a corner, for some seconds, that something happened. */
export function toast(text: string, tone: Tone = "success") {
  last += 1;
  change([...shown, { id: last, text, tone }]);
}

/** The corner where it is said; what the server had to say comes first. */
export function Toasts() {
  const all = useSyncExternalStore(subscribe, () => shown);
  return (
    <Toast.Provider duration={6000}>
      {all.map(({ id, text, tone }) => {
        const look = LOOKS[tone] ?? { variant: "info", icon: "info" };
        return (
          <Toast.Root
            key={id}
            className="alert bg-popover shadow-lg"
            data-variant={look.variant}
            onOpenChange={(open) => {
              if (!open) change(shown.filter((it) => it.id !== id));
            }}
          >
            <Icon name={look.icon} />
            <Toast.Description asChild>
              <section>{text}</section>
            </Toast.Description>
            <Toast.Close className="btn" data-variant="ghost" data-size="icon" aria-label="Dismiss">
              <Icon name="x" />
            </Toast.Close>
          </Toast.Root>
        );
      })}
      <Toast.Viewport className="fixed end-4 bottom-4 z-30 grid w-96 max-w-[calc(100vw-2rem)] list-none gap-2 p-0" />
    </Toast.Provider>
  );
}
