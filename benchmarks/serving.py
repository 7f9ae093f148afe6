"""A process that serves: ``python -m benchmarks.serving CORPUS INDEX [--page]``.

Opens an index, answers the questions on standard input, one a line, and prints as JSON what
memory it took: at the end, and at most, in bytes. Imports what serving imports, and no more.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.pipeline import Assistant


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving", description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--page", action="store_true", help="with the page, as `assistant serve`")
    args = parser.parse_args(argv)
    page = _page(args.corpus, args.index, args.model) if args.page else None
    assistant = Assistant.open(args.corpus, args.index, args.model)
    for line in sys.stdin:
        assistant.ask(line.strip())
    end, most = memory()
    print(json.dumps({"end": end, "most": most, "page": page is not None}))
    return 0


def _page(corpus: Path, index: Path, model: str | None) -> object:
    from assistant.app.library import Library
    from assistant.app.page import application

    return application(Library(corpus, index, model))


def memory() -> tuple[int, int]:
    """Give the memory this process holds and the most it has held, in bytes."""
    status = Path("/proc/self/status")
    if not status.exists():  # elsewhere only the most is known
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        most = unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most, most
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    end, most = (1024 * int(fields[name].split()[0]) for name in ("VmRSS", "VmHWM"))
    return end, most


if __name__ == "__main__":
    sys.exit(main())
