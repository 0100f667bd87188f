/** How much of something is done. */
export function Progress({ label, value, max }: { label: string; value: number; max: number }) {
  return (
    <div className="meter">
      <p>
        <span>{label}</span> <span className="number">{`${shown(value)} of ${shown(max)}`}</span>
      </p>
      <progress aria-label={label} value={value} max={max} />
    </div>
  );
}

function shown(amount: number): string {
  return amount.toLocaleString(document.documentElement.lang || undefined);
}
