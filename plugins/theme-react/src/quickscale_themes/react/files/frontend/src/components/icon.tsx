import { shell } from "@/app/shell-data";

/** An icon of the theme's sprite, beside a word, or with a label in its place. */
export function Icon({ name, label }: { name: string; label?: string }) {
  const said = label ? ({ role: "img", "aria-label": label } as const) : { "aria-hidden": true };
  return (
    <svg className="icon" {...said}>
      <use href={`${shell.icons}#${name}`} />
    </svg>
  );
}
