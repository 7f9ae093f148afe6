"""An environment for each peer, made once under the work folder."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.catalogue import Peer

ROOT = Path(__file__).parent.parent.parent
_OWN_FILES = ("pyproject.toml", "README.md", "LICENSE")
_NOT_THE_PEERS = ("pip", "setuptools", "_distutils_hack", "distutils-precedence.pth")
_LINES_OF_ERROR = 3


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment, or why there is none."""

    python: Path
    megabytes: float
    """Of all that was installed, pip and setuptools aside."""
    packages: int
    error: str = ""


def install(peer: Peer, work: Path) -> Installed:
    """Make the peer's environment, or find it made; what pip says of a failure is kept."""
    folder = work / "environments" / peer.environment
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    mark = folder / "installed.txt"
    wanted = "\n".join(peer.requirements)
    if not mark.is_file() or mark.read_text("utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        print(f"{peer.name}: installing {', '.join(peer.requirements)}", file=sys.stderr)
        error = _make(folder, python, peer, work)
        if error:
            return Installed(python, 0.0, 0, error)
        mark.write_text(wanted, "utf-8")
    site = next(folder.glob("lib/python*/site-packages"), folder / "Lib" / "site-packages")
    return Installed(python, _size(site) / 1e6, len(list(site.glob("*.dist-info"))))


def _make(folder: Path, python: Path, peer: Peer, work: Path) -> str:
    commands = [[sys.executable, "-m", "venv", str(folder)]]
    for requirement in peer.requirements:
        what = str(_copied(work / "source")) if requirement == "." else requirement
        commands.append([str(python), "-m", "pip", "install", "--quiet", what])
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return " ".join(done.stderr.strip().splitlines()[-_LINES_OF_ERROR:])
    return ""


def _copied(folder: Path) -> Path:
    """Copy this project: pip builds where the sources lie, and would leave files behind."""
    shutil.rmtree(folder, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "assistant", folder / "assistant", ignore=ignored)
    for name in _OWN_FILES:
        shutil.copy(ROOT / name, folder / name)
    return folder


def _size(site: Path) -> int:
    """Weigh what the packages brought: compiled bytecode is made by running them."""
    return sum(
        path.lstat().st_size
        for top in site.iterdir()
        if top.name.split("-")[0] not in _NOT_THE_PEERS and top.name not in _NOT_THE_PEERS
        for path in ([top] if top.is_file() else top.rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    )
