import { DropdownMenu } from "radix-ui";
import { useState } from "react";

import { Icon } from "@/components/icon";

const SCHEMES = [
  { name: "light", label: "Light", icon: "sun" },
  { name: "system", label: "System", icon: "monitor" },
  { name: "dark", label: "Dark", icon: "moon" },
];

/** Chooses the colours, for this browser; `static/theme/scheme.js` reads the choice. */
export function SchemeSwitch() {
  const [scheme, setScheme] = useState(document.documentElement.dataset.scheme ?? "system");
  return (
    <DropdownMenu.RadioGroup
      className="theme-switch"
      aria-label="Colour scheme"
      value={scheme}
      onValueChange={(name) => {
        chooseScheme(name);
        setScheme(name);
      }}
    >
      {SCHEMES.map(({ name, label, icon }) => (
        <DropdownMenu.RadioItem
          key={name}
          value={name}
          asChild
          onSelect={(event) => {
            event.preventDefault();
          }}
        >
          <button type="button" aria-label={label} className="data-[state=checked]:bg-accent">
            <Icon name={icon} />
          </button>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

function chooseScheme(name: string) {
  const root = document.documentElement;
  if (name === "system") delete root.dataset.scheme;
  else root.dataset.scheme = name;
  try {
    if (name === "system") localStorage.removeItem("scheme");
    else localStorage.setItem("scheme", name);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}
