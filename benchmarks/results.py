"""Results on disk: one JSON file per commit, with what is needed to take the numbers again."""

import json
import os
import platform
import shlex
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"
_PACKAGES = ("torch", "sentence-transformers", "faiss-cpu", "bm25s", "numpy")


def commit() -> str:
    """Return the commit that is checked out, marked where files differ from it."""
    head = _git("rev-parse", "--short=12", "HEAD") or "uncommitted"
    measured = ["--", ".", ":!benchmarks/results"]
    changed = _git("status", "--porcelain", "--untracked-files=no", *measured)
    return f"{head}-changed" if changed else head


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def machine() -> dict[str, Any]:
    """Return what the times depend on; nothing that names the machine."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _PACKAGES},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def command(module: str) -> str:
    """Return the command line that is running."""
    return shlex.join(["python", "-m", module, *sys.argv[1:]])


def save(key: str, measured: dict[str, Any], path: Path | None = None) -> Path:
    """Put ``measured`` under ``key`` in the commit's file; other keys stay. Return the path."""
    path = path or FOLDER / f"{commit()}.json"
    whole = json.loads(path.read_text("utf-8")) if path.exists() else {}
    whole[key] = measured
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path
