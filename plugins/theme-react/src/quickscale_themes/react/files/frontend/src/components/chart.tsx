export interface ChartProps {
  label: string;
  /** What it says, in one sentence. */
  summary: string;
  /** The largest value, and at least 1. */
  top: number;
  points: { label: string; value: number }[];
}

/** Values over time as bars, and as a table. */
export function Chart({ label, summary, top, points }: ChartProps) {
  return (
    <div className="bars">
      <p>{summary}</p>
      <svg
        viewBox={`0 0 ${String(points.length)} 100`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${summary}`}
      >
        {points.map((point, index) => {
          const height = Math.round((point.value / top) * 100);
          return (
            <rect key={point.label} x={index + 0.15} y={100 - height} width="0.7" height={height}>
              <title>{`${point.label}: ${String(point.value)}`}</title>
            </rect>
          );
        })}
      </svg>
      <p className="bars-ends">
        <span>{points.at(0)?.label}</span>
        <span>{points.at(-1)?.label}</span>
      </p>
      <details>
        <summary>Show as a table</summary>
        <table className="table">
          <caption className="visually-hidden">{label}</caption>
          <tbody>
            {points.map((point) => (
              <tr key={point.label}>
                <th scope="row">{point.label}</th>
                <td className="number">{point.value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}
