"""Builds an index on disks that are ever less full, until one has room for it.

    unshare -rm python full_disk.py VECTORS IDENTITY CORPUS PLACE

VECTORS and IDENTITY as for ``build_process``. Mounts a small file system of its own at PLACE, which
goes with the namespace; builds the index of CORPUS there, alters a passage, and builds again with
no page left, one page, two … Prints for each, as JSON, what the build said, and what was wrong with
the index that served after it.
"""

import json
import pickle
import subprocess
import sys
from pathlib import Path

from build_process import Known, build

from assistant.store import generations
from assistant.store.index import Index

_PAGE = 4096
_SIZE = 8 * 1024 * 1024


def fill(place, pages):
    """Fill the disk up to so many pages."""
    ballast = place / "ballast"
    ballast.unlink(missing_ok=True)
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * _PAGE)
        except OSError:
            pass
    with ballast.open("r+b") as file:
        file.truncate(max(0, ballast.stat().st_size - pages * _PAGE))


def wrong_with(index, info):
    opened = Index.open(index)
    found = [*opened.problems()]
    if opened.info != info:
        found.append("another generation serves")
    if len(generations.names(index)) > 1:
        found.append("a generation was left behind")
    opened.close()
    return found


def main(vectors, identity, corpus, place):
    with Path(vectors).open("rb") as file:
        encoder = Known(pickle.load(file), identity)
    place = Path(place)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(place)], check=True)
    index = place / "index"
    build(corpus, index, encoder)
    info = Index.open(index).info
    document = Path(corpus) / "mali/profile.md"
    document.write_text(document.read_text("utf-8").replace("2013", "2014"), "utf-8")
    for pages in range(_SIZE // _PAGE):
        fill(place, pages)
        said = build(corpus, index, encoder)
        done = said == "built"
        print(json.dumps([said, [] if done else wrong_with(index, info)]), flush=True)
        if done:
            Index.open(index).check()
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
