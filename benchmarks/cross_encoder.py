"""Fits ``assistant/models/cross_encoder.npz``: ``python -m benchmarks.cross_encoder SET_DIR…``.

On the pairs of ``benchmarks.pairs``: of ``tests/data/reports``, of what one may look at of
``tests/data/wordings``, of synthetic profiles, and of half of the dev half of each set named, but
for what is set apart, from which ``benchmarks.comparison`` learns how far to believe it. What it
reaches is told on what is only scored. Takes some 40 minutes of two cores, or a GPU where torch
finds one; needs torch, which comes with sentence-transformers.
"""

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import BertModel

from assistant import models
from assistant.models import onnx_runtime
from assistant.models.cross_encoder import ADAPTERS, CLASSES, LONGEST
from assistant.models.onnx_runtime import OnnxModel
from assistant.store.generations import write_atomically
from benchmarks import pairs
from benchmarks.pairs import Pair
from benchmarks.scores import auroc

RANK, SCALE, DROPPED = 48, 2.0, 0.05
"""Of the adapters: their width, by how much their product counts, and the share left out."""

EPOCHS, BATCH, RATE, HEAD_RATE, WARM, SMOOTHING = 2.0, 32, 6e-4, 6e-4, 0.08, 0.05

Rows = NDArray[np.floating]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cross_encoder", description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path, metavar="SET_DIR")
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="where indexes are kept")
    parser.add_argument(
        "--epochs", type=float, default=EPOCHS, help="0: only score, or write the mean of --from"
    )
    parser.add_argument("--whole", nargs="*", default=[], metavar="NAME", help="files taken whole")
    parser.add_argument(
        "--from", dest="kept", nargs="+", type=Path, metavar="FILE", help="go on from their mean"
    )
    parser.add_argument("--out", type=Path, default=ADAPTERS, metavar="FILE")
    args = parser.parse_args(argv)
    torch.manual_seed(0)
    prepared = models.prepare()
    if prepared.cross is None or prepared.variant is None:
        parser.error(f"{prepared.name} has no lower layers of its own here to build on")
    model = _Model(prepared.folder, prepared.variant)
    if args.kept:
        model.take(args.kept)
    if args.epochs:
        _fit_on_all(model, args)
    elif args.kept and len(args.kept) > 1:
        _write(model, args.out)
    held = list(pairs.held())
    print(_reached(held, model.read(model.states(held))))
    return 0


def _fit_on_all(model: "_Model", args: argparse.Namespace) -> None:
    """Fit, and write what was fitted; of less than one epoch, on a part, and what is whole."""
    seen = list(pairs.seen())
    for folder in args.sets:
        seen += pairs.of_set(folder, args.index_dir)
    draw = Random(0)
    draw.shuffle(seen)
    part = math.ceil(args.epochs * len(seen))
    seen = seen[:part] + [pair for pair in seen[part:] if pair.file in args.whole]
    draw.shuffle(seen)
    _fit(model, seen, model.states(seen), max(1.0, args.epochs))
    _write(model, args.out)
    print(f"fitted on {len(seen)} pairs", flush=True)


def _write(model: "_Model", out: Path) -> None:
    written = BytesIO()
    np.savez_compressed(written, **model.adapters())  # type: ignore[arg-type]
    write_atomically(out, written.getvalue())
    print(f"{out}: {out.stat().st_size:,} bytes", flush=True)


class _Adapter(nn.Module):
    """A linear layer that stays as it is, and two narrow matrices beside it."""

    def __init__(self, base: nn.Linear) -> None:
        super().__init__()
        self.base = base
        self.a = nn.Parameter(torch.randn(RANK, base.in_features) / base.in_features**0.5)
        self.b = nn.Parameter(torch.zeros(base.out_features, RANK))
        self.dropped = nn.Dropout(DROPPED)

    def forward(self, x: Tensor) -> Tensor:
        beside: Tensor = SCALE * ((self.dropped(x) @ self.a.T) @ self.b.T)
        return self.base(x) + beside


class _Head(nn.Module):
    """The upper layers, adapted, and what tells the classes."""

    def __init__(self, layers: Sequence[nn.Module], hidden: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.out = nn.Linear(2 * hidden, len(CLASSES))
        self.parts = nn.Parameter(torch.zeros(2, hidden))
        self.layers.requires_grad_(False)
        for layer in self.layers:
            for name, each in list(layer.named_modules()):
                if isinstance(each, nn.Linear):
                    above, _, last = name.rpartition(".")
                    setattr(layer.get_submodule(above), last, _Adapter(each))
                elif isinstance(each, nn.LayerNorm):
                    each.requires_grad_(True)

    def forward(self, states: Tensor, mask: Tensor, part: Tensor) -> Tensor:
        x = states + self.parts[part]
        for layer in self.layers:
            x = _through(layer, x, mask)
        text = mask * (part == 1)
        mean = (x * text[..., None]).sum(1) / text.sum(1, keepdim=True).clamp(min=1)
        odds: Tensor = self.out(torch.cat([x[:, 0], mean], -1))
        return odds


class _Model:
    """The encoder's lower layers as they are shipped, and the head that is fitted."""

    def __init__(self, folder: Path, variant: str) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.lower = OnnxModel(folder, variant)
        bert = BertModel.from_pretrained(folder, add_pooling_layer=False, local_files_only=True)
        layers = list(bert.float().encoder.layer)
        self.first = len(layers) * 2 // 3
        self.head = _Head(layers[self.first :], bert.config.hidden_size).to(self.device)

    def states(self, given: Sequence[Pair]) -> list[tuple[Rows, int]]:
        """Give of each pair what the lower layers make of its tokens, and where its text begins."""
        asked, said = self.lower.pairs([(pair.question, pair.text) for pair in given])
        begins = list(map(len, asked))
        tokens = [[*both[0], *both[1]][:LONGEST] for both in zip(asked, said, strict=True)]
        found: list[tuple[Rows, int]] = [(np.empty(0, np.float16), 0)] * len(given)
        done = 0
        for batch in onnx_runtime.batches(list(map(len, tokens))):
            rows, _ = self.lower.states([tokens[n] for n in batch])
            for row, n in zip(rows.astype(np.float16), batch, strict=True):
                found[n] = row[: len(tokens[n])].copy(), begins[n]
            done += len(batch)
            print(f"\r{done} of {len(given)} pairs", end="", file=sys.stderr)
        print(file=sys.stderr)
        return found

    def odds(self, states: Sequence[tuple[Rows, int]]) -> Tensor:
        """Read pairs: log-odds of ``CLASSES``, float32[n, 6]."""
        longest = max(len(own) for own, _ in states)
        x = torch.zeros(len(states), longest, states[0][0].shape[1])
        mask = torch.zeros(len(states), longest)
        part = torch.zeros(len(states), longest, dtype=torch.long)
        for row, (own, begin) in enumerate(states):
            x[row, : len(own)] = torch.from_numpy(own.astype(np.float32))
            mask[row, : len(own)], part[row, begin : len(own)] = 1, 1
        # On both kinds of device a product takes half as long in bfloat16.
        with torch.autocast(self.device, torch.bfloat16, enabled=self.head.training):
            odds: Tensor = self.head(*(each.to(self.device) for each in (x, mask, part)))
        return odds.float()

    @torch.no_grad()
    def read(self, states: Sequence[tuple[Rows, int]]) -> Rows:
        """Give probabilities of ``CLASSES``, float32[n, 6]."""
        self.head.eval()
        found = np.empty((len(states), len(CLASSES)), np.float32)
        order = sorted(range(len(states)), key=lambda n: len(states[n][0]))
        for start in range(0, len(order), 2 * BATCH):
            chosen = order[start : start + 2 * BATCH]
            odds = self.odds([states[n] for n in chosen])
            found[chosen] = odds.softmax(-1).cpu().numpy()
        return found

    def adapters(self) -> dict[str, NDArray[Any]]:
        """Give what ``models.onnx_graph.write_cross`` takes."""
        found: dict[str, NDArray[Any]] = {}
        for name, value in self.head.state_dict().items():
            told = value.float().cpu().numpy()
            above, _, rest = name.partition(".")
            if above != "layers":
                found[name] = told
            elif ".base." not in name and rest.endswith((".a", ".b")):
                number, _, place = rest.partition(".")
                narrow = SCALE * told if rest.endswith(".b") else told
                found[f"{int(number) + self.first}.{place}"] = narrow.astype(np.float16)
            elif "LayerNorm" in name:
                number, _, place = rest.partition(".")
                found[f"{int(number) + self.first}.{place}"] = told
        return found

    @torch.no_grad()
    def take(self, paths: Sequence[Path]) -> None:
        """Take over the mean of what ``adapters`` gave; of the products, not of their factors."""
        state = self.head.state_dict()
        kept = [np.load(path) for path in paths]
        for name in kept[0].files:
            number, _, place = name.partition(".")
            own = f"layers.{int(number) - self.first}.{place}" if number.isdigit() else name
            if name.endswith(".a"):
                narrow, wide = _mean([(each[name], each[f"{name[:-1]}b"]) for each in kept])
                # What is wider than what was fitted starts as anew: of no effect.
                state[own][: len(narrow)].copy_(torch.from_numpy(narrow))
                state[f"{own[:-1]}b"][:, : len(narrow)].copy_(torch.from_numpy(wide / SCALE))
            elif not name.endswith(".b"):
                state[own].copy_(torch.from_numpy(np.mean([each[name] for each in kept], 0)))


def _mean(factors: Sequence[tuple[Rows, Rows]]) -> tuple[Rows, Rows]:
    """Give factors whose product is the mean of the products, as near as ``RANK`` allows."""
    a = np.vstack([narrow for narrow, _ in factors]).astype(np.float32)
    b = np.hstack([wide for _, wide in factors]).astype(np.float32) / len(factors)
    if len(a) <= RANK:
        return a, b
    left, strengths, right = np.linalg.svd(b @ a, full_matrices=False)
    roots = np.sqrt(strengths[:RANK])
    return roots[:, None] * right[:RANK], left[:, :RANK] * roots


def _through(layer: nn.Module, x: Tensor, mask: Tensor) -> Tensor:
    seen = mask[:, None, None, :].bool().expand(-1, 1, x.shape[1], -1)
    given = layer(x, seen)
    found: Tensor = given[0] if isinstance(given, tuple) else given
    return found


def _fit(
    model: _Model, seen: Sequence[Pair], states: Sequence[tuple[Rows, int]], epochs: float
) -> None:
    """Fit the head by AdamW, the rate rising shortly and then falling to nothing."""
    head = model.head.train()
    fitted = [(name, each) for name, each in head.named_parameters() if each.requires_grad]
    inner = [each for name, each in fitted if not name.startswith("out")]
    rates = [
        {"params": inner, "lr": RATE},
        {"params": head.out.parameters(), "lr": HEAD_RATE},
    ]
    steps = int(epochs * len(seen) / BATCH)
    optimizer = torch.optim.AdamW(rates, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1, (n + 1) / (steps * WARM + 1)) * max(0.02, 1 - n / steps)
    )
    labels = torch.tensor([CLASSES.index(pair.label) for pair in seen], device=model.device)
    batches = _batches([len(own) for own, _ in states])
    for step in range(steps):
        chosen = next(batches)
        odds = model.odds([states[n] for n in chosen])
        loss = nn.functional.cross_entropy(odds, labels[chosen], label_smoothing=SMOOTHING)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(head.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        print(f"\r{step + 1} of {steps} steps, loss {loss.item():.3f}", end="", file=sys.stderr)
    print(file=sys.stderr)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Draw batches without end, of pairs of about one length."""
    draw = Random(1)
    while True:
        order = list(range(len(lengths)))
        draw.shuffle(order)
        drawn = []
        for start in range(0, len(order), 40 * BATCH):
            near = sorted(order[start : start + 40 * BATCH], key=lengths.__getitem__)
            drawn += [near[n : n + BATCH] for n in range(0, len(near) - BATCH + 1, BATCH)]
        draw.shuffle(drawn)
        yield from drawn


def _reached(held: Sequence[Pair], found: Rows) -> str:
    """Tell by file how often a verdict is right, or the opposite, and what tells answers apart."""
    gold = np.array([CLASSES.index(pair.label) for pair in held])
    told = found[:, 1:-1].argmax(1) + 1
    lines = [
        "| file | pairs | verdicts | right | flipped | others taken for answers | AUROC |",
        "|---" * 7 + "|",
    ]
    for file in sorted({pair.file for pair in held}):
        own = np.array([pair.file == file for pair in held])
        judged = own & np.isin(gold, [CLASSES.index(name) for name in CLASSES[1:-1]])
        answers, others = (1 - found[own & which, 0] for which in (gold > 0, gold == 0))
        flipped = np.sort(np.stack([told, gold], 1), 1) == (1, 2)
        shares = [
            (told == gold)[judged],
            flipped.all(1)[judged],
            others > 0.5,
        ]
        apart = auroc(answers.tolist(), others.tolist()).value
        cells = [f"{share.mean():.3f}" if len(share) else "" for share in shares]
        cells.append("" if apart is None else f"{apart:.3f}")
        lines.append(f"| {file} | {own.sum()} | {judged.sum()} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
