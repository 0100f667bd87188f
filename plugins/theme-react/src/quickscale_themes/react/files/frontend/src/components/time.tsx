import { useState } from "react";

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** How long ago something was, with the moment itself as its title. */
export function Time({ at }: { at: string }) {
  const moment = new Date(at);
  const [now] = useState(() => Date.now());
  return (
    <time dateTime={at} title={moment.toLocaleString()}>
      {ago((moment.getTime() - now) / 1000)}
    </time>
  );
}

/** Say a span of time from now; what is over is negative. */
export function ago(seconds: number): string {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en");
  for (const [unit, size] of STEPS)
    if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
  return "now";
}
