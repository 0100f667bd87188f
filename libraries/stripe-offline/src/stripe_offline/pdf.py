"""An invoice as the smallest PDF there can be: one page of plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .templatetags.stripe_offline import day, money

if TYPE_CHECKING:
    from .store import Obj

__all__ = ["pdf_of"]


def pdf_of(invoice: Obj, lines: list[Obj]) -> bytes:
    """Return the bytes of an invoice's PDF."""
    currency = invoice["currency"]
    rows = [
        f"Invoice {invoice['number']}",
        f"{day(invoice['created'])}   {invoice['status']}",
        f"To {invoice['customer_name'] or ''} {invoice['customer_email'] or ''}",
        "",
        *(f"{line['description']}   {money(line['amount'], currency)}" for line in lines),
        "",
        *(f"Tax {money(tax['amount'], currency)}" for tax in invoice["total_taxes"]),
        f"Total {money(invoice['total'], currency)}",
        f"Amount due {money(invoice['amount_due'], currency)}",
        f"Amount paid {money(invoice['amount_paid'], currency)}",
    ]
    return _document(rows)


_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    b" /Resources << /Font << /F1 5 0 R >> >> >>"
)


def _document(rows: list[str]) -> bytes:
    shown = "".join(f"({_escaped(row)}) Tj T* " for row in rows)
    content = f"BT /F1 12 Tf 18 TL 60 780 Td {shown}ET".encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _PAGE,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    )


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
