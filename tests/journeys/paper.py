"""A sheet of paper as a client hands it in."""

from functools import cache
from io import BytesIO

from pypdf import PdfWriter


@cache
def paper() -> bytes:
    """A PDF with one empty page."""
    made = PdfWriter()
    made.add_blank_page(width=595, height=842)
    content = BytesIO()
    made.write(content)
    return content.getvalue()
