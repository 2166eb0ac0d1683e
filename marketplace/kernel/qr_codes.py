"""QR codes: addresses that the camera of a phone reads from paper."""

import io

import segno

_BORDER = 2
"""White modules around it, besides the white of the paper."""


def drawing_of(address: str) -> str:
    """The code of an address as SVG, without a size of its own."""
    drawn = io.BytesIO()
    _code_of(address).save(
        drawn, kind="svg", border=_BORDER, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return drawn.getvalue().decode()


def picture_of(address: str) -> str:
    """The same as the address of a small picture (`data:`), a dot for each module, to be drawn larger."""
    return _code_of(address).png_data_uri(scale=1, border=_BORDER, dark="#000", light="#fff")


def _code_of(address: str) -> segno.QRCode:
    """Readable with a seventh of it dirty or torn."""
    return segno.make(address, micro=False, error="m")
