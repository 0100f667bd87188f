import type { ReactNode } from "react";

import { Icon } from "@/components/icon";

/** A column whose heading sorts by it. */
export interface Sortable {
  label: string;
  /** What the server calls it; with a minus in front it sorts the other way round. */
  name: string;
}

interface TableProps {
  caption: string;
  head: (string | Sortable)[];
  /** What it is sorted by now. */
  sort?: string;
  onSort?: (name: string) => void;
  children: ReactNode;
}

/** Rows of things; where it is too wide, it scrolls by itself, with the keyboard too. */
export function Table({ caption, head, sort = "", onSort, children }: TableProps) {
  return (
    <div className="table-container" role="region" aria-label={caption} tabIndex={0}>
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((it) =>
              typeof it === "string" ? (
                <th key={it} scope="col">
                  {it}
                </th>
              ) : (
                <SortHeading key={it.name} column={it} sort={sort} onSort={onSort} />
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

interface SortHeadingProps {
  column: Sortable;
  sort: string;
  onSort: ((name: string) => void) | undefined;
}

function SortHeading({ column: { label, name }, sort, onSort }: SortHeadingProps) {
  const up = sort === name;
  const down = sort === `-${name}`;
  return (
    <th scope="col" aria-sort={up ? "ascending" : down ? "descending" : "none"}>
      <button
        type="button"
        className="inline-flex min-h-6 cursor-pointer items-center gap-1 border-0 bg-transparent p-0 text-inherit"
        onClick={() => {
          onSort?.(up ? `-${name}` : name);
        }}
      >
        {label}
        <Icon name={up ? "arrow-up" : down ? "arrow-down" : "chevrons-up-down"} />
      </button>
    </th>
  );
}
