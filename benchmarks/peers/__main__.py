"""Compares with what a user would pick instead: ``python -m benchmarks.peers --work DIR``.

Installs each peer from the package index into an environment of its own under the work folder
(about 5 GB), builds and asks. No model hub is needed: the models are those of this project's
packages.
What was answered is kept in the work folder, the numbers in its ``results.json``.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks import results
from benchmarks.peers import kept
from benchmarks.peers.asking import Asked, Driver, ask_all
from benchmarks.peers.catalogue import PEERS, Peer
from benchmarks.peers.installs import Installed, install
from benchmarks.peers.questions import Suite, profiles, sample, shipped
from benchmarks.peers.report import Entrant, measured, tables

COUNTRIES = 12
QUESTIONS = 200


def main(argv: Sequence[str] | None = None) -> int:
    args = _parser().parse_args(argv)
    work = args.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    out = args.out or work / "results.json"
    peers = [peer for peer in PEERS if not args.only or peer.name in args.only]
    installed = {peer.name: install(peer, work) for peer in peers}
    for suite in _suites(args.sets, args.without_own, work, args.questions):
        again = args.kept
        asked = kept.read(out, suite) if again else _compared(suite, peers, installed, work)
        entrants = [
            Entrant(peer, installed[peer.name], asked.get(peer.name, Asked())) for peer in peers
        ]
        if not again:
            _save(suite, entrants, out)
        print(tables(suite, entrants), flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path, metavar="SET_DIR")
    parser.add_argument("--work", type=Path, required=True, metavar="DIR")
    parser.add_argument("--questions", type=int, default=QUESTIONS, metavar="N", help="of a set")
    parser.add_argument("--only", nargs="+", choices=[peer.name for peer in PEERS])
    parser.add_argument("--without-own", action="store_true", help="only the sets that are named")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: DIR/results.json")
    parser.add_argument("--kept", action="store_true", help="score again what FILE holds")
    return parser


def _suites(sets: Sequence[Path], without_own: bool, work: Path, questions: int) -> Iterator[Suite]:
    if not without_own:
        yield shipped(work)
        yield profiles(work, COUNTRIES, questions)
    for folder in sets:
        yield sample(folder, work, questions)


def _compared(
    suite: Suite, peers: Sequence[Peer], installed: dict[str, Installed], work: Path
) -> dict[str, Asked]:
    """Build one after the other, then ask all in turn."""
    running: dict[str, Driver] = {}
    for peer in peers:
        if installed[peer.name].error:
            continue
        print(f"{suite.name}: {peer.name} builds", file=sys.stderr)
        folder = work / "runs" / suite.name.replace(" ", "-") / peer.driver[:-3] / peer.model
        python = installed[peer.name].python
        running[peer.name] = Driver(python, peer, suite, folder, _model(peer))
    ask_all(list(running.values()), suite.golds, suite.name)
    for driver in running.values():
        driver.close()
    return {name: driver.asked for name, driver in running.items()}


def _model(peer: Peer) -> str:
    """Give the folder of the peer's model, prepared where that has not been done yet."""
    if not peer.model:
        return ""
    from assistant.models import prepare

    return str(prepare(peer.model).folder)


def _save(suite: Suite, entrants: Sequence[Entrant], path: Path) -> None:
    told = {
        "command": results.command("benchmarks.peers"),
        "commit": results.commit(),
        "machine": results.machine(),
        "questions": len(suite.golds),
        "peers": {
            each.peer.name: {
                "requirements": each.peer.requirements,
                "settings": each.peer.settings,
                **measured(each, suite),
                "answers": [asdict(given) for given in each.asked.given],
            }
            for each in entrants
        },
    }
    results.save(kept.key(suite), told, path)


if __name__ == "__main__":
    sys.exit(main())
