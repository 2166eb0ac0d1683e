"""Scales, and where things stand on a map. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from marketplace.gaps.reading.drawing.schemas import BANDS, Band, Layer, MapPin, MapText, Scale
from marketplace.gaps.reading.wording.rules import SMALLEST, number, rounded, shown_value
from marketplace.kernel.i18n import gettext as _

WORST = BANDS - 1
SMALLEST_SHARE = 1e-9
TEXTS = 12
LARGE_TEXTS = 5
"""Names that a phone shows too, where letters are larger."""
PIN_ROOM = 30
Box = tuple[float, float, float, float]


def scale_of_access(values: Iterable[float], usual: float | None) -> Scale:
    """Steps by England's middle: nothing, which is the worst; under half of it; under it; more; twice.

    Where England's middle is nothing or not known, by the values themselves.
    """
    if usual is not None and usual > 0:
        return _scale_down(_edges((usual / 2, usual, usual * 2)))
    return scale_of_supply(values)


def scale_of_supply(values: Iterable[float]) -> Scale:
    """Nothing is the worst; the others in four parts of like size."""
    return _scale_down(_quarters(value for value in values if value > 0))


def _scale_down(edges: Sequence[float]) -> Scale:
    """Steps of which the lowest is the worst: nothing at all, then by the edges."""
    steps: list[tuple[float, str]] = [(0.0, _("none"))]
    if edges:
        steps.append((SMALLEST_SHARE, _("under %(edge)s", edge=number(edges[0]))))
        steps += [
            (low, _("%(low)s to %(high)s", low=number(low), high=number(high)))
            for low, high in pairwise(edges)
        ]
        steps.append((edges[-1], _("%(edge)s or more", edge=number(edges[-1]))))
    else:
        steps.append((SMALLEST_SHARE, _("some")))
    bands = [Band(shade=max(WORST - step, 0), words=words) for step, (_low, words) in enumerate(steps)]
    return Scale(lowest=tuple(low for low, _words in steps), bands=tuple(bands))


def scale_of_people(values: Iterable[float]) -> Scale:
    """Most people is the darkest; in parts of like size, at rounded numbers."""
    found = sorted(value for value in values if value > 0)
    cuts = (
        sorted({rounded(found[len(found) * part // BANDS]) for part in range(1, BANDS)} - {0})
        if found
        else []
    )
    return _scale_up(cuts)


def scale_of_counts() -> Scale:
    """Of askers: the same steps everywhere, so that councils can be compared."""
    return _scale_up((5, 10, 20, 50))


def scale_of_groups() -> Scale:
    """In how many of the nine care groups there is too little."""
    words = (_("none"), _("1 or 2"), _("3 or 4"), _("5 or 6"), _("7 to 9"))
    bands = tuple(Band(shade=step, words=text) for step, text in enumerate(words))
    return Scale(lowest=(0, 1, 3, 5, 7), bands=bands)


def _scale_up(cuts: Sequence[int]) -> Scale:
    if not cuts:
        return Scale(lowest=(0,), bands=(Band(shade=0, words=_("no numbers")),))
    lowest = (0, *cuts)
    words = [_("under %(edge)s", edge=f"{cuts[0]:,}")]
    words += [_("%(low)s to %(high)s", low=f"{low:,}", high=f"{high - 1:,}") for low, high in pairwise(cuts)]
    words.append(_("%(edge)s or more", edge=f"{cuts[-1]:,}"))
    first = BANDS - len(words)
    bands = [Band(shade=step + first if step else 0, words=text) for step, text in enumerate(words)]
    return Scale(lowest=lowest, bands=tuple(bands))


def _quarters(values: Iterable[float]) -> list[float]:
    """Edges between four parts of like size; fewer where values are alike."""
    found = sorted(values)
    if not found:
        return []
    return _edges(found[len(found) * part // 4] for part in (1, 2, 3))


def _edges(values: Iterable[float]) -> list[float]:
    """Edges as they are written, so that the words are exactly what is drawn."""
    return sorted({shown_value(value) for value in values if value >= SMALLEST})


def layers_of(shades: Mapping[str, int | None], paths: Mapping[str, str]) -> tuple[Layer, ...]:
    """Areas of the same shade as one path each, the best below, the worst on top."""
    together: dict[int | None, list[str]] = {}
    for code, path in paths.items():
        together.setdefault(shades.get(code), []).append(path)
    order = sorted(together, key=lambda shade: -1 if shade is None else shade)
    return tuple(Layer(shade=shade, path="".join(together[shade])) for shade in order)


def place_texts(
    spots: Iterable[tuple[str, float, float]], pins: Iterable[MapPin], width: int, height: int, unit: float
) -> tuple[MapText, ...]:
    """As many names as there is room for beside the pins, the most important first.

    `unit` is the height of a small letter in units of the drawing.
    """
    room = PIN_ROOM * unit / 16
    taken: list[Box] = [(pin.x - room, pin.y - room, pin.x + room, pin.y + room) for pin in pins]
    texts: list[MapText] = []
    for text, x, y in spots:
        is_small = len(texts) >= LARGE_TEXTS
        letter = unit * (0.6 if is_small else 0.95)
        half, line = len(text) * letter / 2, letter * 2
        for shift in (line / 3, line * 1.2, -line * 0.8):
            box = (x - half, y + shift - line, x + half, y + shift + line / 4)
            if _is_inside(box, width, height) and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                texts.append(MapText(text=text, x=round(x), y=round(y + shift), is_small=is_small))
                break
        if len(texts) == TEXTS:
            break
    return tuple(texts)


def _is_inside(box: Box, width: int, height: int) -> bool:
    return box[0] > 0 and box[2] < width and box[1] > 0 and box[3] < height


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def hundredths(value: float, most: float) -> int:
    """The length of a bar in hundredths of the longest."""
    return min(100, max(0, round(value / most * 100))) if most > 0 else 0
