import { Dialog } from "radix-ui";
import { type KeyboardEvent, useEffect, useId, useState } from "react";

import { useGo } from "@/app/go";
import { post } from "@/app/leave";
import { useQuickOpen } from "@/app/quick-open";
import { Avatar } from "@/components/avatar";
import { OVERLAY } from "@/components/dialog";
import { Icon } from "@/components/icon";
import type { Entry } from "@/app/schema";

/** Finds a page, a team or an action by words of its name, from anywhere with Ctrl+K. */
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
  const { groups, settled } = useQuickOpen(words);
  const found = groups.flatMap((it) => it.entries);

  function go(entry: Entry | undefined) {
    if (!entry) return;
    close();
    if (entry.method === "post") post(entry.href);
    else open(entry.href);
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
        aria-label="Find a page, a setting or something to do"
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
        aria-label="What was found"
        className="mt-2 max-h-80 overflow-y-auto"
        tabIndex={-1}
      >
        {groups.map(({ label, entries }) => (
          <div key={label} className="app-aside-group" role="group" aria-label={label}>
            <p aria-hidden="true">{label}</p>
            {entries.map((entry) => (
              <Option
                key={entry.label + entry.href}
                id={`${list}-${String(found.indexOf(entry))}`}
                entry={entry}
                selected={entry === found[chosen]}
                onSelect={() => {
                  go(entry);
                }}
              />
            ))}
          </div>
        ))}
      </div>
      <p role="status" className="px-2 text-muted-foreground">
        {settled &&
          found.length === 0 &&
          "Nothing that you may open has all of these words in its name."}
      </p>
    </>
  );
}

interface OptionProps {
  id: string;
  entry: Entry;
  selected: boolean;
  onSelect: () => void;
}

function Option({ id, entry, selected, onSelect }: OptionProps) {
  return (
    <button
      id={id}
      type="button"
      role="option"
      aria-selected={selected}
      tabIndex={-1}
      className="nav-link w-full aria-selected:bg-accent"
      onClick={onSelect}
    >
      {entry.avatar ? <Avatar name={entry.avatar} /> : entry.icon && <Icon name={entry.icon} />}
      <span>{entry.label}</span>
      {entry.chosen && <Icon name="check" />}
    </button>
  );
}
