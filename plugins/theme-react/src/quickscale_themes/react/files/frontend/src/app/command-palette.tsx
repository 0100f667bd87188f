import { Dialog } from "radix-ui";
import { type KeyboardEvent, useEffect, useId, useState } from "react";

import { useGo } from "@/app/go";
import { type NavLink, shell } from "@/app/shell-data";
import { OVERLAY } from "@/components/dialog";
import { Icon } from "@/components/icon";

const PLACES: NavLink[] = [...shell.navigation, ...shell.settings, ...shell.account].filter(
  (link) => link.method === "get",
);

/** Finds a page by a few letters of its name, from anywhere with Ctrl+K. */
export function CommandPalette() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    function listen(event: globalThis.KeyboardEvent) {
      if (event.key !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((before) => !before);
    }
    document.addEventListener("keydown", listen);
    return () => {
      document.removeEventListener("keydown", listen);
    };
  }, []);

  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger
        className="btn quick-open"
        data-variant="outline"
        data-size="sm"
        aria-keyshortcuts="Control+K Meta+K"
      >
        <Icon name="search" />
        <span>Quick open</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className={OVERLAY} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-4 top-[12vh] z-20 mx-auto max-w-lg rounded-lg border border-border bg-popover p-2 shadow-lg"
        >
          <Dialog.Title className="visually-hidden">Quick open</Dialog.Title>
          <Places
            close={() => {
              setOpen(false);
            }}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Places({ close }: { close: () => void }) {
  const open = useGo();
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const found = PLACES.filter((it) => it.label.toLowerCase().includes(words.trim().toLowerCase()));

  function go(link: NavLink | undefined) {
    if (!link) return;
    close();
    open(link.href);
  }

  function move(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") go(found[chosen]);
    if (step === undefined || found.length === 0) return;
    event.preventDefault();
    setChosen((chosen + step + found.length) % found.length);
  }

  return (
    <>
      <input
        type="search"
        role="combobox"
        aria-label="Name of a page"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found[chosen] && `${list}-${String(chosen)}`}
        autoComplete="off"
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setChosen(0);
        }}
        onKeyDown={move}
      />
      <div
        id={list}
        role="listbox"
        aria-label="Pages"
        className="mt-2 grid max-h-80 overflow-y-auto"
        tabIndex={-1}
      >
        {found.map((link, index) => (
          <button
            key={link.href}
            id={`${list}-${String(index)}`}
            type="button"
            role="option"
            aria-selected={index === chosen}
            tabIndex={-1}
            className="nav-link aria-selected:bg-accent"
            onClick={() => {
              go(link);
            }}
          >
            <Icon name={link.icon} />
            {link.label}
          </button>
        ))}
      </div>
      <p role="status" className="px-2 text-muted-foreground">
        {found.length === 0 && "No page has such a name."}
      </p>
    </>
  );
}
