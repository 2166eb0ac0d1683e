"""Sets data into a tagged PDF by templates of ours, one after the other. A program, run for each document.

What people wrote is set here and nowhere else: in a process without our packages, with little memory, little
time and no right to write a file, so that nothing of one document stays for the next. It reads JSON from
standard input, which the template gets as text (`sys.inputs.data`), and writes the PDF to standard output;
what was wrong with it goes to standard error.

    python -I typesetting.py FONTS STANDARD TEMPLATE... < data.json > document.pdf
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

FAILED = 3
"""Exit status: the template, the data or the fonts do not give a document of that standard."""
MEMORY_BYTES = 800_000_000
"""Address space of this program; the longest pack that can be made was seen to need a fourth of it."""
SECONDS = 20
"""Of processor time."""


def confine() -> None:
    """Take away what is not needed: memory, time, files. Where the system has no such limits, go without."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    for name, limit in (
        ("RLIMIT_AS", MEMORY_BYTES),
        ("RLIMIT_CPU", SECONDS),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
    ):
        with suppress(AttributeError, OSError, ValueError):
            resource.setrlimit(getattr(resource, name), (limit, limit))


def typeset(templates: Sequence[Path], fonts: Path, standard: str, data: str) -> bytes:
    """A document of a PDF standard, in the fonts of one folder only.

    Raises:
        RuntimeError: it cannot be set so; the message says why.
    """
    import typst  # noqa: PLC0415 - within the limits, and not by who only reads the numbers

    made = typst.compile(
        b"\n".join(template.read_bytes() for template in templates),
        sys_inputs={"data": data},
        pdf_standards=[standard],  # type: ignore[list-item]  # one of a list of texts
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]
        ),
        ignore_system_fonts=True,
    )
    if not isinstance(made, bytes):
        raise RuntimeError("It is no single document.")  # noqa: TRY004 - as Typst's own errors
    return made


def main() -> int:
    """Set standard input to standard output."""
    fonts, standard, templates = Path(sys.argv[1]), sys.argv[2], [Path(each) for each in sys.argv[3:]]
    data = sys.stdin.buffer.read().decode()
    confine()
    try:
        document = typeset(templates, fonts, standard, data)
    except RuntimeError as error:
        sys.stderr.write(str(error))
        return FAILED
    sys.stdout.buffer.write(document)
    return 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Without tidying up: what is left is the system's to take.
    os._exit(status)
