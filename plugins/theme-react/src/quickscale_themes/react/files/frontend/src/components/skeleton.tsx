/** The outline of a page that is on its way. */
export function Skeleton() {
  return (
    <div className="stack" role="status" aria-label="Loading">
      {[1, 2, 3].map((it) => (
        <div key={it} className="h-28 rounded-lg bg-muted motion-safe:animate-pulse" />
      ))}
    </div>
  );
}
