"""Scales, and where things stand on a map. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from marketplace.gaps.areas.schemas import AreaMap
from marketplace.gaps.reading.drawing.schemas import (
    BANDS,
    Band,
    Layer,
    MapPin,
    MapText,
    MapView,
    PinSpot,
    RangeView,
    Scale,
)
from marketplace.gaps.reading.schemas import Reach
from marketplace.gaps.reading.wording.rules import SMALLEST, number, rounded, shown_value
from marketplace.kernel.i18n import gettext as _
from search.documents import Point

WORST = BANDS - 1
SMALLEST_SHARE = 1e-9
TEXTS = 12
LARGE_TEXTS = 5
"""Names that a phone shows too, where letters are larger."""
LETTER = 20.0
"""Half the height of a large letter, in units of the drawing."""
PIN_ROOM = 40
"""Half of what a pin takes on a phone, where it is drawn largest."""
MARGIN = 46
"""Round the areas, so that a pin on the edge is whole."""
_ROUNDS = 60
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


def draw_map(
    shapes: AreaMap,
    shades: Mapping[str, int | None],
    scale: Scale,
    *,
    title: str,
    description: str,
    towns: Iterable[tuple[str, Point]] = (),
    pins: Iterable[PinSpot] = (),
) -> MapView:
    """A map of small areas with the biggest towns named; `towns` are in the order of their size.

    The drawing has a margin round the box of the areas.
    """
    width, height = shapes.width + 2 * MARGIN, shapes.height + 2 * MARGIN
    placed = place_pins(shapes, pins, width, height)
    spots = [(name, *_spot(shapes, point)) for name, point in towns]
    return MapView(
        title=title,
        description=description,
        width=width,
        height=height,
        margin=MARGIN,
        layers=layers_of(shades, shapes.paths),
        legend=scale.legend,
        texts=place_texts(spots, placed, width, height),
        pins=placed,
        has_unknown=any(shades.get(code) is None for code in shapes.paths),
    )


def _spot(shapes: AreaMap, point: Point) -> tuple[float, float]:
    x, y = shapes.place(point.latitude, point.longitude)
    return x + MARGIN, y + MARGIN


def place_pins(shapes: AreaMap, pins: Iterable[PinSpot], width: int, height: int) -> tuple[MapPin, ...]:
    """Pins at their places, moved off each other by as little as it takes."""
    several = list(pins)
    spots = [_spot(shapes, pin.point) for pin in several]
    for _round in range(_ROUNDS):
        if not _push_apart(spots, width, height):
            break
    return tuple(
        MapPin(number=pin.number, label=pin.label, href=pin.href, x=round(x), y=round(y))
        for pin, (x, y) in zip(several, spots, strict=True)
    )


def _push_apart(spots: list[tuple[float, float]], width: int, height: int) -> bool:
    """Move each two that overlap apart; False when none did."""
    moved = False
    for one in range(len(spots)):
        for other in range(one + 1, len(spots)):
            (x1, y1), (x2, y2) = spots[one], spots[other]
            apart = math.dist(spots[one], spots[other])
            if apart >= 2 * PIN_ROOM:
                continue
            moved = True
            angle = math.atan2(y2 - y1, x2 - x1) if apart > 1 else float(one + other)
            push = (2 * PIN_ROOM - apart) / 2 + 1
            dx, dy = math.cos(angle) * push, math.sin(angle) * push
            spots[one] = _inside(x1 - dx, y1 - dy, width, height)
            spots[other] = _inside(x2 + dx, y2 + dy, width, height)
    return moved


def _inside(x: float, y: float, width: int, height: int) -> tuple[float, float]:
    return min(max(x, PIN_ROOM), width - PIN_ROOM), min(max(y, PIN_ROOM), height - PIN_ROOM)


def place_texts(
    spots: Iterable[tuple[str, float, float]], pins: Iterable[MapPin], width: int, height: int
) -> tuple[MapText, ...]:
    """As many names as there is room for beside the pins, the most important first."""
    taken: list[Box] = [(p.x - PIN_ROOM, p.y - PIN_ROOM, p.x + PIN_ROOM, p.y + PIN_ROOM) for p in pins]
    texts: list[MapText] = []
    for text, x, y in spots:
        is_small = len(texts) >= LARGE_TEXTS
        letter = LETTER * (0.6 if is_small else 1.0)
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


def range_view(reach: Reach, usual: float) -> RangeView:
    """A number and its range beside what is usual, as lengths; the usual stands within the drawing."""
    most = max(reach.high, usual) * 1.05
    return RangeView(
        low=hundredths(reach.low, most),
        value=hundredths(reach.value, most),
        high=hundredths(reach.high, most),
        usual=hundredths(usual, most),
    )
