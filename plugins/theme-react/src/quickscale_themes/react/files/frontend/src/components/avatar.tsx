/** Somebody's first letter. */
export function Avatar({ name }: { name: string }) {
  return (
    <span className="avatar" data-size="sm">
      <span aria-hidden="true">{name.slice(0, 1).toUpperCase()}</span>
    </span>
  );
}
