/** The first letters of somebody's first and last name, as the server's pages show them. */
export function Avatar({ name }: { name: string }) {
  return (
    <span className="avatar" data-size="sm">
      <span aria-hidden="true">{initials(name)}</span>
    </span>
  );
}

function initials(name: string): string {
  const words = (name.split("@")[0] ?? "").split(/\s+/).filter((it) => /^[\p{L}\p{N}]/u.test(it));
  const ends = new Set([words[0] ?? "?", words.at(-1) ?? "?"]);
  return Array.from(ends, (it) => String.fromCodePoint(it.codePointAt(0) ?? 63))
    .join("")
    .toUpperCase();
}
