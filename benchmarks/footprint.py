"""What it takes beside time to answer: memory, disk, and how soon a process is ready."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from time import perf_counter

from assistant import upkeep
from benchmarks.measured import Reach, Row

SERVED = 50
"""Questions that the serving process answers before its memory is looked at."""
LARGEST = 10
_OWN = "country-status-assistant"
_IMPORT = "from assistant import pipeline"


def start(repeats: int) -> Iterator[Row]:
    """Time the interpreter alone, with the pipeline imported, and ``assistant --help``."""
    alone = _best([sys.executable, "-c", "pass"], repeats)
    imported = _best([sys.executable, "-c", _IMPORT], repeats)
    clock, work = _best([sys.executable, "-m", "assistant", "--help"], repeats)
    more = f"the interpreter alone: {alone[0]:.2f} s, processor {alone[1]:.2f} s"
    yield Row("", "import of the pipeline, processor", imported[1], "s", more=more)
    yield Row("", "`assistant --help`, processor", work, "s", Reach(0.3), f"clock {clock:.2f} s")


def cold(
    on: str, corpus: Path, index: Path, question: str, repeats: int, model: str | None
) -> Iterator[Row]:
    """Time a question asked by a command of its own."""
    places = ["--corpus", str(corpus), "--index", str(index)]
    places += ["--model", model] if model else []
    command = [sys.executable, "-m", "assistant", "ask", *places, question]
    clock, work = _best(command, repeats)
    yield Row(on, "cold question, clock", clock, "s", Reach(3), f"processor {work:.2f} s")


def _best(command: Sequence[str], repeats: int) -> tuple[float, float]:
    """Give the least seconds a command takes, of the clock and of the processors."""
    both = [_run(command) for _ in range(repeats)]
    return min(clock for clock, _ in both), min(work for _, work in both)


def _run(command: Sequence[str]) -> tuple[float, float]:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    clock = perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 3):  # 3: the sources are silent, which is an answer
        raise RuntimeError(f"{command} failed: {done.stderr.strip()}")
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return clock, work


def memory(
    on: str, corpus: Path, index: Path, questions: Sequence[str], model: str | None
) -> Iterator[Row]:
    """Let a process of its own answer, without the page and with it."""
    asked = (list(questions) * SERVED)[:SERVED]
    for name, page in (("answering", []), ("serving the page", ["--page"])):
        command = [sys.executable, "-m", "benchmarks.serving", str(corpus), str(index), *page]
        command += ["--model", model] if model else []
        lines = "".join(f"{' '.join(question.split())}\n" for question in asked)
        done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{command} failed: {done.stderr.strip()}")
        found = json.loads(done.stdout.splitlines()[-1])
        most = f"at most {found['most'] / 1e6:.0f} MB; {len(asked)} questions"
        yield Row(on, f"memory {name}", found["end"] / 1e6, "MB", Reach(700), most)


def disk(on: str, corpus: Path, index: Path) -> Row:
    """Weigh the generation that serves."""
    size = sum(each.size for each in upkeep.generations(index) if each.current)
    source = sum(path.stat().st_size for path in corpus.rglob("*") if path.is_file())
    return Row(on, "index on disk", size / 1e6, "MB", more=f"sources {source / 1e6:.2f} MB")


def installed() -> Iterator[Row]:
    """Weigh what an install brings: the package with all it requires, the largest by name."""
    sizes = {name: _size(found) for name, found in required(_OWN).items()}
    largest = sorted(sizes, key=lambda name: -sizes[name])[:LARGEST]
    whole = f"{len(sizes)} packages"
    yield Row("", "installed, all that is required", sum(sizes.values()) / 1e6, "MB", more=whole)
    for name in largest:
        yield Row("", f"installed, {name}", sizes[name] / 1e6, "MB")


def required(name: str) -> dict[str, Distribution]:
    """Give the installed packages that one requires, itself included, but for its extras."""
    from packaging.requirements import Requirement

    found: dict[str, Distribution] = {}
    waiting = [(name, frozenset[str]())]
    seen = set()
    while waiting:
        asked, extras = waiting.pop()
        key = asked.lower().replace("_", "-").replace(".", "-")
        if (key, extras) in seen:
            continue
        seen.add((key, extras))
        try:
            found[key] = distribution(asked)
        except PackageNotFoundError:  # an extra that nobody installed
            continue
        for line in found[key].requires or ():
            needed = Requirement(line)
            wanted = [{"extra": extra} for extra in (extras or {""})]
            if needed.marker is None or any(needed.marker.evaluate(each) for each in wanted):
                waiting.append((needed.name, frozenset(needed.extras)))
    return found


def _size(found: Distribution) -> int:
    paths = [Path(str(found.locate_file(file))) for file in found.files or ()]
    return sum(path.stat().st_size for path in paths if path.is_file())
