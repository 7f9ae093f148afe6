"""A prepared encoder on ONNX Runtime: needs neither torch nor transformers."""

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.models import tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

# Of 256, 512, 1,024 and 2,048, the fastest by a little: a batch's activations stay in the cache.
_TOKENS_PER_BATCH = 512
_TEXTS_AT_ONCE = 4_096  # tokens take much more memory than their text
# Lengths are padded to a multiple of this, so that a text's vector does not depend on its batch.
_WIDTH = 8


class OnnxModel:
    """Texts → unit vectors. A text's vector is the same, bit for bit, whatever goes with it.

    A text longer than ``max_tokens``, prompt included, is cut there.
    """

    def __init__(self, folder: Path, variant: str, threads: int | None = None) -> None:
        self._lower = session(folder / file("lower", variant), threads)
        self._upper = session(folder / file("upper", variant), threads)
        self._tokenize = tokens.load(folder)
        self.dimension = int(self._upper.get_outputs()[0].shape[1])
        self.max_tokens = int(_read(folder / "sentence_bert_config.json")["max_seq_length"])
        prompts = _read(folder / "config_sentence_transformers.json").get("prompts", {})
        self._query_prompt = prompts.get("query", "")
        self._passage_prompt = prompts.get("document", "")

    def queries(self, texts: Sequence[str]) -> "Rows":
        """Give questions' vectors, float32[n, d], rows of length 1."""
        return self.embed([self._query_prompt + text for text in texts])

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None) -> "Rows":
        """Give passages' vectors, float32[n, d], rows of length 1.

        ``progress`` is called with the number of texts done so far.
        """
        return self.embed([self._passage_prompt + text for text in texts], progress)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens, uncut, without prompt and special tokens."""
        return [len(ids) - tokens.EDGES for ids in self._tokenize(texts)]

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> "Rows":
        """Give the vectors of texts as they are, without a prompt."""
        import numpy as np

        rows = np.empty((len(texts), self.dimension), np.float32)
        done = 0
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            ids = list(map(self._cut, self._tokenize(texts[start : start + _TEXTS_AT_ONCE])))
            for batch in batches([len(row) for row in ids]):
                rows[[start + i for i in batch]] = self._run([ids[i] for i in batch])
                done += len(batch)
                if progress:
                    progress(done)
        return rows

    def _cut(self, ids: list[int]) -> list[int]:
        if len(ids) <= self.max_tokens:
            return ids
        return [*ids[: self.max_tokens - 1], ids[-1]]  # the last one closes the text

    def states(self, batch: Sequence[Sequence[int]]) -> tuple["Rows", "NDArray[np.int32]"]:
        """Give what the lower layers make of token ids, and the mask that goes with it.

        float32[n, tokens, d] and int32[n, tokens]: 1 where a token is, 0 where padding.
        """
        import numpy as np

        ids = np.zeros((len(batch), padded(max(map(len, batch)))), np.int32)
        mask = np.zeros_like(ids)
        for row, own in enumerate(batch):
            ids[row, : len(own)] = own
            mask[row, : len(own)] = 1
        return self._lower.run(None, {"ids": ids, "mask": mask})[0], mask

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> tuple[list[list[int]], list[list[int]]]:
        """Give the token ids of questions, and of the text behind each, with their prompts."""
        questions = list(dict.fromkeys(question for question, _ in pairs))
        asked = self._tokenize([self._query_prompt + question for question in questions])
        known = dict(zip(questions, asked, strict=True))
        said = self._tokenize([self._passage_prompt + text for _, text in pairs])
        # The question's first token opens both.
        return [known[question] for question, _ in pairs], [ids[1:] for ids in said]

    def _run(self, batch: list[list[int]]) -> "Rows":
        states, mask = self.states(batch)
        vectors: Rows = self._upper.run(None, {"states": states, "mask": mask})[0]
        return vectors


def file(part: Literal["lower", "upper", "cross"], variant: str) -> str:
    """Name the file of a graph."""
    return f"{part}-{variant}.onnx"


def session(path: Path, threads: int | None = None) -> Any:
    """Load a graph."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or physical_cores()
    options.inter_op_num_threads = 1
    # Threads that wait actively halve the speed as soon as anything else runs on the machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def padded(length: int) -> int:
    """Give the width that a text of so many tokens is run at."""
    return -(-length // _WIDTH) * _WIDTH


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Group the numbers of texts by padded length, the longest first."""
    batches: list[list[int]] = []
    width = 0
    for i in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        full = batches and (len(batches[-1]) + 1) * width > _TOKENS_PER_BATCH
        if not batches or full or padded(lengths[i]) != width:
            batches.append([])
            width = padded(lengths[i])
        batches[-1].append(i)
    return batches


def physical_cores() -> int:
    """Count the physical cores this process may use; a core's second thread would not help."""
    if not hasattr(os, "sched_getaffinity"):
        return max(1, (os.cpu_count() or 2) // 2)
    allowed = os.sched_getaffinity(0)
    siblings = set()
    for cpu in allowed:
        path = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        siblings.add(path.read_text() if path.is_file() else str(cpu))
    return max(1, min(len(siblings), _quota(len(siblings))))


def _quota(default: int) -> int:
    """Give the whole cores that a container's limit leaves."""
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        return round(int(quota) / int(period))
    except (OSError, ValueError):  # no such limit: "max 100000", or no such file
        return default


def _read(path: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return values
