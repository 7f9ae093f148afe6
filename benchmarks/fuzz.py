"""Reads thousands of damaged files of every format, and counts what must never happen.

    python -m benchmarks.fuzz --count 20000

Real files are cut, spliced, flipped and repeated, within the parts of an archive too. Each is read
as a build reads it, and what comes out is described and split. A file may be read or refused with a
reason on one line; counted are other exceptions, processes that went over their limits or crashed,
and attempts to write, connect or start programs. The run ends with status 1 where there was any.
"""

import argparse
import io
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant import chunking, metadata
from assistant.errors import CorpusError
from assistant.readers import KINDS, TEXTS, Content, isolated
from assistant.types import Document
from benchmarks import results
from tests import samples

_SECONDS = 20.0
"""For one file, all of which are small."""
_MOST_EDITS = 6
_LARGEST = 2 * 1024 * 1024
_EXTREMES = (b"0", b"-1", b"65536", b"2147483647", b"4294967296", b"99999999999999999999", b"1e309")
_TOKENS = (
    *(b"<", b">", b"&", b"</a>", b"<!--", b"]]>", b"<![CDATA[", b'"', b"\0", b"\xff\xfe", b"%%EOF"),
    *(b"<<", b">>", b"endobj", b"stream", b"R", b"|", b"#", b"---\n", b"```", b"\xed\xa0\x80"),
)
_OVER = ("it took longer", "processor time", "of memory to read")
_CRASHED = ("crashed on it",)
_FORBIDDEN = ("a reader must not",)


@dataclass(slots=True)
class Tally:
    """What came of the files so far."""

    read: int = 0
    refused: int = 0
    over: list[str] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    uncaught: list[str] = field(default_factory=list)
    unforeseen: Counter[str] = field(default_factory=Counter)
    """Reasons that no reader foresaw, by how often."""
    slowest: tuple[float, str] = (0.0, "")
    """Seconds, and which file took them."""

    @property
    def failures(self) -> list[str]:
        """All that must never happen."""
        return [*self.uncaught, *self.over, *self.crashed, *self.forbidden]


def run(
    count: int,
    seed: int,
    seconds: float = float("inf"),
    told: Callable[[int, Tally], None] = lambda *_: None,
) -> Tally:
    """Read ``count`` mutated files, the formats in turn; the same for the same ``seed``."""
    files = samples.all_formats()
    suffixes = sorted(files)
    tally = Tally()
    until = time.monotonic() + seconds
    for number in range(count):
        if time.monotonic() > until:
            break
        suffix = suffixes[number % len(suffixes)]
        chance = random.Random(f"{seed}/{number}")
        data = mutated(files[suffix], chance)
        _try(suffix, data, f"{suffix} {seed}/{number}", tally)
        told(number + 1, tally)
    return tally


def _try(suffix: str, data: bytes, name: str, tally: Tally) -> None:
    started = time.perf_counter()
    try:
        _use(suffix, _read(suffix, data))
        tally.read += 1
    except CorpusError as error:
        tally.refused += 1
        _sort(name, suffix, str(error), tally)
    except Exception as error:
        tally.uncaught.append(f"{name}: {type(error).__name__}: {error}")
    tally.slowest = max(tally.slowest, (time.perf_counter() - started, name))


def _sort(name: str, suffix: str, reason: str, tally: Tally) -> None:
    for signs, kind in (
        (_OVER, tally.over),
        (_CRASHED, tally.crashed),
        (_FORBIDDEN, tally.forbidden),
    ):
        if any(sign in reason for sign in signs):
            kind.append(f"{name}: {reason}")
    if "\n" in reason or not reason:
        tally.uncaught.append(f"{name}: a reason that is not one line: {reason!r}")
    if reason.startswith(isolated.UNFORESEEN):
        tally.unforeseen[f"{suffix} {reason[len(isolated.UNFORESEEN) :].strip()[:120]}"] += 1


def _read(suffix: str, data: bytes) -> Content:
    if suffix in TEXTS:
        return TEXTS[suffix](data)
    return isolated.read(KINDS[suffix], data, _SECONDS)


def _use(suffix: str, content: Content) -> None:
    """Describe and split what was read, as a build does."""
    described = metadata.describe(f"a{suffix}", content)
    document = Document(
        f"a{suffix}", content.text, "", described, content.body, content.markup, content.pages
    )
    for passage in chunking.split(document):
        if document.text[passage.start : passage.end] != passage.text or not passage.text:
            raise AssertionError("a passage that is not in the text")
        for unit in chunking.units(passage):
            if document.text[unit.start : unit.end] != unit.text:
                raise AssertionError("a unit that is not in the text")


def mutated(files: Sequence[bytes], chance: random.Random) -> bytes:
    """One of ``files``, damaged; half of the archives in their parts, so that they still open."""
    data = chance.choice(files)
    if data.startswith(b"PK") and chance.random() < 0.8:
        return _in_archive(data, chance)
    return _edited(data, files, chance)


def _in_archive(data: bytes, chance: random.Random) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", 8) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        for name in chance.sample(sorted(parts), k=min(len(parts), chance.randint(1, 2))):
            if chance.random() < 0.1:
                del parts[name]
            else:
                parts[name] = _edited(parts[name], list(parts.values()), chance)
        for name, part in parts.items():
            new.writestr(name, part)
    return file.getvalue()


def _edited(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, _MOST_EDITS)):
        data = chance.choice(_EDITS)(data, chance.choice(others), chance)[:_LARGEST]
    return data


def _slice(data: bytes, chance: random.Random, longest: int = 400) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randint(1, longest))


def _flip(data: bytes, _: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _n in range(chance.randint(1, 20) if data else 0):
        changed[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(changed)


def _cut(data: bytes, _: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.3 else data


def _drop(data: bytes, _: bytes, chance: random.Random) -> bytes:
    start, end = _slice(data, chance)
    return data[:start] + data[end:]


def _repeat(data: bytes, _: bytes, chance: random.Random) -> bytes:
    start, end = _slice(data, chance, 60)
    return data[:end] + data[start:end] * chance.choice((1, 5, 200, 3000)) + data[end:]


def _splice(data: bytes, other: bytes, chance: random.Random) -> bytes:
    start, end = _slice(other, chance, 2000)
    at = chance.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


def _insert(data: bytes, _: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_TOKENS) * chance.choice((1, 1, 3, 500)) + data[at:]


def _number(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """Put an extreme in the place of some figures."""
    at = chance.randrange(len(data) + 1)
    start = next((i for i in range(at, len(data)) if data[i : i + 1].isdigit()), len(data))
    end = next((i for i in range(start, len(data)) if not data[i : i + 1].isdigit()), len(data))
    return data[:start] + chance.choice(_EXTREMES) + data[end:]


_EDITS = (_flip, _flip, _cut, _drop, _repeat, _splice, _insert, _number)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=20_000, help="files to read")
    parser.add_argument("--seed", type=int, default=0, help="another gives other files")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--out", type=Path, help="another file than results/COMMIT.json")
    options = parser.parse_args()
    tally = run(options.count, options.seed, options.seconds, _tell)
    measured = {
        **{"files": tally.read + tally.refused + len(tally.uncaught)},
        **{"read": tally.read, "refused": tally.refused},
        **{"uncaught": len(tally.uncaught), "over limits": len(tally.over)},
        **{"crashed": len(tally.crashed), "forbidden": len(tally.forbidden)},
        **{"unforeseen": sum(tally.unforeseen.values()), "slowest s": round(tally.slowest[0], 2)},
    }
    print("\n".join(f"{name}: {value}" for name, value in measured.items()))
    print(f"slowest: {tally.slowest[1]}")
    for reason, count in tally.unforeseen.most_common(30):
        print(f"  {count} × {reason}")
    print("\n".join(tally.failures))
    saved = {**measured, "command": results.command("benchmarks.fuzz"), **results.machine()}
    results.save("fuzz", saved, options.out)
    return 1 if tally.failures else 0


def _tell(number: int, tally: Tally) -> None:
    if number % 500 == 0:
        print(f"{number}: {len(tally.failures)} failures", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
