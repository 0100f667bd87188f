/** Say a day, as people of the page's language write it. */
export function day(moment: string): string {
  const language = document.documentElement.lang || "en";
  return new Date(moment).toLocaleDateString(language, { dateStyle: "long" });
}

/** Say how many seats. */
export function seats(count: number): string {
  return count === 1 ? "1 seat" : `${String(count)} seats`;
}
