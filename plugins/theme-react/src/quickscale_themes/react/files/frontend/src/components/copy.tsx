import { useState } from "react";

import { Icon } from "@/components/icon";

/** A text to take along, with a button that copies it. */
export function Copy({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <span className="copy">
      <code>{value}</code>
      <button
        className="btn"
        type="button"
        data-variant="ghost"
        data-size="icon"
        aria-label={`Copy ${label}`}
        {...(copied ? { "data-done": true } : {})}
        onClick={() => {
          // Without leave to, the text is still there to be selected.
          navigator.clipboard.writeText(value).then(
            () => {
              setCopied(true);
            },
            () => undefined,
          );
        }}
      >
        <Icon name={copied ? "check" : "copy"} />
      </button>
      <span className="visually-hidden" role="status">
        {copied && "Copied"}
      </span>
    </span>
  );
}
