"""The summary of a count, "2 of the 5 countries …", against the parts that it sums up."""

from collections.abc import Mapping, Sequence

from assistant import countries
from assistant.types import CountryAnswer

_OTHERS = {
    "counted_no": ("answered", "no"),
    "counted_unclear": ("unclear", None),
    "counted_not_assessed": ("not_assessed", None),
    "counted_silent": ("silent", None),
}
"""Frame → the outcome and verdict of the countries that it lists."""


def summary(
    parts: Sequence[CountryAnswer], frames: Mapping[str, str], language: str, told: str
) -> str:
    """Write the summary that the parts bear out.

    ``frames``: in the answer's language; ``told``: the summary given, which may name a region.
    """

    def listed(outcome: str, verdict: str | None) -> list[str]:
        found = (part for part in parts if (part.outcome, part.verdict) == (outcome, verdict))
        return [countries.name(part.country, language) for part in found]

    counted = listed("answered", "yes")
    total = {"n": str(len(counted)), "all": str(len(parts)), "countries": ", ".join(counted)}
    first = ("counted" if counted else "counted_none") + ("_alone" if len(parts) == 1 else "")
    lines = [_filled(frames[first], total)]
    for frame, said in _OTHERS.items():
        if names := listed(*said):
            lines.append(_filled(frames[frame], {"countries": ", ".join(names)}))
    region = _region(told, frames["counted_region"])
    if region and all(part.country in region.codes for part in parts):
        lines.insert(0, _filled(frames["counted_region"], {"region": region.name(language)}))
    return "\n".join(lines)


def _region(told: str, frame: str) -> countries.Region | None:
    """Read the region that the first line of a summary names."""
    before, _, after = frame.partition("{region}")
    first = told.partition("\n")[0]
    is_named = first.startswith(before) and first.endswith(after)
    return countries.region(first[len(before) : len(first) - len(after)]) if is_named else None


def _filled(frame: str, slots: Mapping[str, str]) -> str:
    for name, value in slots.items():
        frame = frame.replace(f"{{{name}}}", value)
    return frame
