"""QR codes: error correction M (15 % may be lost), quiet zone of four modules."""

import io

import segno

QUIET_MODULES = 4


def qr_svg(text: str) -> str:
    """Draw `text` as a QR code.

    Returns:
        An SVG document in black on white that scales to any size.

    Raises:
        ValueError: the text is too long for a QR code.
    """
    drawing = io.BytesIO()
    _code(text).save(
        drawing, kind="svg", border=QUIET_MODULES, light="#fff", xmldecl=False, omitsize=True
    )
    return drawing.getvalue().decode()


def qr_png(text: str, module_pixels: int = 8) -> bytes:
    """Draw `text` as a QR code.

    Args:
        module_pixels: width of one black square. Unit: pixels.

    Returns:
        A PNG picture in black on white.

    Raises:
        ValueError: the text is too long for a QR code.
    """
    drawing = io.BytesIO()
    _code(text).save(drawing, kind="png", border=QUIET_MODULES, scale=module_pixels)
    return drawing.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False, boost_error=False)
