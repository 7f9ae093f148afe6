"""Times the reading of a long PDF against the bare library that finds its characters.

    python -m benchmarks.reading --pages 1000

The document is made on the spot: chapters with running header and foot, tables, columns of text.
Both read it in turn, in one run. Bare is pypdfium2's own way to a page's text, for every page:
``PdfTextPage.get_text_range``. It runs in this process, which has memory from the turn before; we
are read for by a new, confined process each time. Counted is processor time, that of this process
and of the one that reads; what its start takes, once for many files, is told apart. The ratio is
the median of several turns.
"""

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from assistant.readers import READERS, Content, isolated
from benchmarks import results
from tests import pdfs


def bare(data: bytes) -> int:
    """Read all text as pdfium gives it; characters."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    letters = 0
    for page in document:
        text = page.get_textpage()
        letters += len(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return letters


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--out", type=Path, help="another file than results/COMMIT.json")
    options = parser.parse_args()
    data = pdfs.long_report(options.pages)
    read = READERS[".pdf"]
    small = pdfs.report(1)
    bare(data)
    start = median(_timed(read, small) for _ in range(options.repeats))
    times = [(_timed(bare, data), _timed(read, data) - start) for _ in range(options.repeats)]
    library, ours = (median(each) for each in zip(*times, strict=True))
    content: Content = read(data)
    measured = {
        **{"pages": len(content.pages), "characters": len(content.text)},
        **{"bare pages/s": round(options.pages / library), "pages/s": round(options.pages / ours)},
        "start s": round(start, 2),
        "speed of the bare library's": round(median(b / o for b, o in times), 2),
    }
    print("\n".join(f"{name}: {value}" for name, value in measured.items()))
    saved = {**measured, "command": results.command("benchmarks.reading"), **results.machine()}
    results.save("reading", saved, options.out)
    return 0


def _timed(act: Callable[[bytes], object], data: bytes) -> float:
    """Seconds of processor time, of this process and of the one that it had read."""
    started = _spent()
    act(data)
    isolated.close()
    return _spent() - started


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
