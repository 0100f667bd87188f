import { Table } from "@/components/table";

import type { Preview } from "./schema";

/** What a change comes to: what the invoice will say. */
export function DueNow({ preview: { due_now: due, lines, tax } }: { preview: Preview }) {
  return (
    <>
      <p>
        {due.amount > 0
          ? `${due.text} are charged now, for the rest of the period.`
          : "Nothing is charged now."}
      </p>
      {lines.length > 0 && (
        <Table caption="What it comes to" head={["What", "Amount"]}>
          {lines.map(({ text, amount }, index) => (
            <tr key={`${String(index)} ${text}`}>
              <td>{text}</td>
              <td data-label="Amount">{amount.text}</td>
            </tr>
          ))}
          {tax && (
            <tr>
              <td>Tax</td>
              <td data-label="Amount">{tax.text}</td>
            </tr>
          )}
        </Table>
      )}
    </>
  );
}
