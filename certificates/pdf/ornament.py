"""The ornaments of the certificate: a woven border, drawn by arithmetic, and a rule.

Five fine waves run round the page and cross one another, as on an old bond:
hard to redraw by hand, quiet to look at.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, pi, sin

PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 297.0, 210.0

Point = tuple[float, float]

KNOTS_PER_WAVE = 4


@dataclass(frozen=True)
class Weave:
    """A family of waves on a rounded rectangle; lengths in millimetres."""

    inset: float = 11.0
    radius: float = 5.0
    height: float = 1.6
    wave_count: int = 60
    strand_count: int = 5
    stroke: float = 0.1


@cache
def border_svg(accent: str) -> bytes:
    """Draw the border of one A4 landscape page in the colour `accent`."""
    weave = Weave()
    strands = "".join(
        f'<path d="{_strand(weave, number / weave.strand_count)}"/>'
        for number in range(weave.strand_count)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {PAGE_WIDTH_MM:g} {PAGE_HEIGHT_MM:g}">'
        f'<g fill="none" stroke="{accent}">'
        f'<g stroke-width="{weave.stroke}">{strands}</g>'
        f"{_rule(weave.inset - 3.1, 0.35)}{_rule(weave.inset + 3.1, 0.13)}"
        f"</g></svg>"
    ).encode()


def rule_svg(accent: str) -> bytes:
    """Draw the short rule below the title; as an ornament no reader announces it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 0.3">'
        f'<rect width="22" height="0.3" fill="{accent}"/></svg>'
    ).encode()


def _rule(inset: float, stroke: float) -> str:
    width, height = PAGE_WIDTH_MM - 2 * inset, PAGE_HEIGHT_MM - 2 * inset
    # Parallel to the weave: the corner opens as the rule moves outwards.
    radius = max(Weave.radius + Weave.inset - inset, 0)
    return (
        f'<rect x="{inset:g}" y="{inset:g}" width="{width:g}" height="{height:g}" '
        f'rx="{radius:g}" stroke-width="{stroke}"/>'
    )


def _strand(weave: Weave, phase: float) -> str:
    """Return the path of one wave, drawn as KNOTS_PER_WAVE curves for each period."""
    track = _Track(weave)
    count = weave.wave_count * KNOTS_PER_WAVE
    third = track.length / count / 3
    knots = [_knot(weave, track, number / count, phase) for number in range(count + 1)]
    (first_x, first_y), _ = knots[0]
    path = [f"M{first_x:.2f} {first_y:.2f}"]
    for (start, leave), (end, arrive) in pairwise(knots):
        x1, y1 = start[0] + leave[0] * third, start[1] + leave[1] * third
        x2, y2 = end[0] - arrive[0] * third, end[1] - arrive[1] * third
        path.append(f"C{x1:.2f} {y1:.2f} {x2:.2f} {y2:.2f} {end[0]:.2f} {end[1]:.2f}")
    return "".join(path)


def _knot(
    weave: Weave, track: "_Track", share: float, phase: float
) -> tuple[Point, Point]:
    """Return the point of the wave at `share` of the way round, and its slope."""
    angle = 2 * pi * (weave.wave_count * share + phase)
    offset = weave.height * sin(angle)
    rise = weave.height * cos(angle) * 2 * pi * weave.wave_count / track.length
    (x, y), (along_x, along_y), bend = track.at(share * track.length)
    pace = 1 - offset * bend
    point = (x - along_y * offset, y + along_x * offset)
    return point, (along_x * pace - along_y * rise, along_y * pace + along_x * rise)


class _Track:
    """The rounded rectangle the waves follow, measured along its length."""

    def __init__(self, weave: Weave) -> None:
        self.inset, self.radius = weave.inset, weave.radius
        self.across = PAGE_WIDTH_MM - 2 * (weave.inset + weave.radius)
        self.down = PAGE_HEIGHT_MM - 2 * (weave.inset + weave.radius)
        self.arc = pi * weave.radius / 2
        self.length = 2 * (self.across + self.down) + 4 * self.arc

    def at(self, along: float) -> tuple[Point, Point, float]:
        """Return the point at `along`, the direction of travel there, and its bend."""
        along %= self.length
        x, y = self.inset + self.radius, self.inset
        for quarter, side in enumerate((self.across, self.down) * 2):
            turn = quarter * pi / 2
            ahead = (cos(turn), sin(turn))
            if along <= side:
                return (x + ahead[0] * along, y + ahead[1] * along), ahead, 0.0
            x, y, along = x + ahead[0] * side, y + ahead[1] * side, along - side
            centre = (x - self.radius * ahead[1], y + self.radius * ahead[0])
            angle = turn + min(along, self.arc) / self.radius
            x = centre[0] + self.radius * sin(angle)
            y = centre[1] - self.radius * cos(angle)
            if along <= self.arc:
                return (x, y), (cos(angle), sin(angle)), 1 / self.radius
            along -= self.arc
        return self.at(0)
