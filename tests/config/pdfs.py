"""PDFs for the tests, written by hand: a line of text on each page, or a page whose content is a bomb."""

from __future__ import annotations

import zlib


def pdf(*pages: str) -> bytes:
    """A PDF with these lines, one page for each text."""
    return _pdf([_content(text) for text in pages])


def bomb(size: int) -> bytes:
    """A small PDF whose one page unpacks to so many bytes."""
    return _pdf([zlib.compress(b" " * size, 9)], packed=True)


def _content(text: str) -> bytes:
    lines = text.split("\n")
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    return f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET".encode("latin-1")


def _pdf(contents: list[bytes], *, packed: bool = False) -> bytes:
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, content in enumerate(contents):
        page = f"/Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R"
        objects.append(f"<< /Type /Page {page} /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        how = " /Filter /FlateDecode" if packed else ""
        objects.append(f"<< /Length {len(content)}{how} >>\nstream\n".encode() + content + b"\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>"
    return out + f"{end}\nstartxref\n{len(out)}\n%%EOF\n".encode()
