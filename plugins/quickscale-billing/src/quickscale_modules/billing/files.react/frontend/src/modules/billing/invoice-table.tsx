import type { ComponentProps } from "react";

import { Row } from "@/components/arrangement";
import { Badge } from "@/components/badge";
import { Button } from "@/components/button";
import { Table } from "@/components/table";

import { useDeed } from "./api";
import type { Invoice } from "./schema";
import { day } from "./words";

const STATES: Record<string, [string, ComponentProps<typeof Badge>["variant"]]> = {
  paid: ["Paid", "success"],
  open: ["Open", "warning"],
  void: ["Void", "secondary"],
};

/** Invoices, each with its PDF; open ones can be paid. */
export function InvoiceTable({ invoices }: { invoices: Invoice[] }) {
  return (
    <Table caption="Invoices" head={["Date", "Number", "State", "Amount", "Document"]}>
      {invoices.map((it) => (
        <InvoiceRow key={it.id} invoice={it} />
      ))}
    </Table>
  );
}

function InvoiceRow({ invoice }: { invoice: Invoice }) {
  const { id, status, total, tax, created_at: made, pdf } = invoice;
  const number = invoice.number ?? id;
  const [label, variant] = STATES[status] ?? ["Not paid", "destructive"];
  const deed = useDeed();
  return (
    <tr>
      <td>{day(made)}</td>
      <td data-label="Number">{number}</td>
      <td data-label="State">
        <Badge variant={variant}>{label}</Badge>
      </td>
      <td data-label="Amount">
        {total.text}
        {tax.amount > 0 && (
          <>
            <br />
            <small>{`${tax.text} of it is tax`}</small>
          </>
        )}
      </td>
      <td data-label="Document">
        <Row>
          {pdf && (
            <a href={pdf} aria-label={`PDF of ${number}`}>
              PDF
            </a>
          )}
          {status === "open" && (
            <Button
              size="sm"
              busy={deed.isPending}
              aria-label={`Pay now: ${number}`}
              onClick={() => {
                deed.mutate({ path: `invoices/${id}/pay/` });
              }}
            >
              Pay now
            </Button>
          )}
        </Row>
      </td>
    </tr>
  );
}
