"""Which pictures are taken, told by their first bytes and never by their name."""

MOST_BYTES = 2_000_000

_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
_RIFF, _WEBP = b"RIFF", b"WEBP"


def find_content_type(content: bytes) -> str | None:
    """Type of a picture that is taken; None for anything else, SVG included: it can hold scripts."""
    for signature, content_type in _SIGNATURES:
        if content.startswith(signature):
            return content_type
    if content[:4] == _RIFF and content[8:12] == _WEBP:
        return "image/webp"
    return None
