"""Papers for tests: a PDF as a scanner makes it, and PDFs that mean harm."""


def make_pdf(body: bytes = b"") -> bytes:
    """A small whole PDF of one empty page."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n" + body + b"\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def hostile_pdfs() -> dict[str, bytes]:
    """PDFs that are refused."""
    return {
        "only the head": b"%PDF-1.7\n",
        "cut short": make_pdf()[:-8],
        "no PDF behind the head": b"%PDF-<script>alert(1)</script>%%EOF",
        "odd version": b"%PDF-9.9\n%%EOF",
        "script": make_pdf(b"4 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj"),
        "starts a program": make_pdf(b"4 0 obj<</S/Launch/F(cmd.exe)>>endobj"),
        "files inside": make_pdf(b"4 0 obj<</Type/EmbeddedFile>>stream MZ endstream endobj"),
        "film": make_pdf(b"4 0 obj<</Type/Annot/Subtype/RichMedia>>endobj"),
        "form": make_pdf(b"4 0 obj<</XFA 5 0 R>>endobj"),
        "password": make_pdf(b"4 0 obj<</Encrypt 5 0 R>>endobj"),
        "too large": make_pdf(b"0" * 5_000_000),
        "end far from the end": make_pdf() + b"0" * 5_000,
    }
