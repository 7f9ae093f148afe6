import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assistant import encoder as encoder_module
from assistant import models
from assistant.errors import EncoderError

PASSAGES = [
    "The national response team for computer incidents was set up in 2016.",
    "The age of majority is eighteen years.",
    "Cotton and gold are the main exports.",
    "The river floods the inland delta every autumn.",
    "A child may be heard by the judge without the consent of a parent.",
]
HOSTILE = [
    "",
    " \n\t ",
    "?",
    "🇲🇱🔥" * 50,
    "\u202eمرحبا بالعالم\u202c",
    "nul\0byte and \x07bell",
    "lone \ud800 surrogate \udfff",
    "</s><s><pad><mask> query: passage: ",
    "a" * 20_000,
    "word " * 20_000,
    "e\u0301" * 5_000,
]


def test_vectors_are_float32_rows_of_length_one(encoder):
    for rows in (encoder.encode_queries(PASSAGES), encoder.encode_documents(PASSAGES)):
        assert rows.shape == (len(PASSAGES), encoder.dimension)
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(PASSAGES)), abs=1e-5)


def test_no_texts_give_no_rows(encoder):
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)
    assert encoder.encode_documents([]).shape == (0, encoder.dimension)
    assert encoder.count_tokens([]) == []


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("When does one come of age?", 1),
        ("À quel âge est-on majeur ?", 1),
        ("What does the country sell abroad?", 2),
        ("Quels produits le pays exporte-t-il ?", 2),
        ("Existe-t-il une équipe de réponse aux incidents informatiques ?", 0),
        ("Peut-on entendre un enfant sans l'accord de ses parents ?", 4),
    ],
)
def test_the_passage_that_answers_is_nearest_in_either_language(encoder, question, nearest):
    scores = encoder.encode_documents(PASSAGES) @ encoder.encode_queries([question])[0]

    assert int(scores.argmax()) == nearest


def test_rows_come_in_the_order_of_the_texts(encoder):
    texts = [PASSAGES[0] * 5, PASSAGES[1], PASSAGES[2] * 9, PASSAGES[3]]

    together = encoder.encode_documents(texts)

    for text, row in zip(texts, together, strict=True):
        assert np.array_equal(encoder.encode_documents([text])[0], row)


def test_a_vector_does_not_depend_on_what_else_is_in_the_batch(encoder):
    others = [f"{'word ' * (n % 70)}{n}" for n in range(150)]

    alone = encoder.encode_documents(PASSAGES)
    among_others = encoder.encode_documents([*others, *PASSAGES, *others[:40]])

    assert np.array_equal(among_others[150:155], alone)


def test_questions_and_passages_are_prompted_differently(encoder):
    question, passage = encoder.encode_queries(["gold"])[0], encoder.encode_documents(["gold"])[0]

    assert question @ passage < 0.999


def test_progress_counts_the_texts(encoder):
    seen = []

    encoder.encode_documents([f"{text} {n}" for n in range(20) for text in PASSAGES], seen.append)

    assert seen == sorted(seen)
    assert seen[-1] == 100
    assert len(seen) > 1


def test_a_long_text_is_cut_at_the_limit(encoder):
    long = "gold " * 3_000

    kept = encoder.encode_documents([long, long + "The river floods."])

    assert encoder.count_tokens([long])[0] > encoder.max_tokens
    assert np.array_equal(kept[0], kept[1])


def test_tokens_are_counted_without_prompt_and_special_ones(encoder):
    assert encoder.count_tokens(["Hello world", "", "Hello"]) == [2, 0, 1]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_has_a_vector(encoder, text):
    for row in (*encoder.encode_queries([text]), *encoder.encode_documents([text])):
        assert np.isfinite(row).all()
        assert np.linalg.norm(row) == pytest.approx(1, abs=1e-5)
    assert encoder.count_tokens([text])[0] >= 0


def test_many_threads_get_the_vectors_that_one_gets(encoder):
    questions = [f"How many laws were passed in {1990 + n}?" for n in range(64)]
    with ThreadPoolExecutor(32) as threads:
        rows = list(threads.map(lambda q: encoder.encode_queries([q, "Why?"]), questions))

    alone = encoder_module.load().encode_queries(questions)

    assert np.array_equal(np.stack([row[0] for row in rows]), alone)
    assert all(np.array_equal(row[1], rows[0][1]) for row in rows)


def test_a_known_question_cannot_be_spoilt_by_its_asker(encoder):
    first = encoder.encode_queries(["Is gold exported?"])
    kept = first.copy()
    first[:] = 0

    assert np.array_equal(encoder.encode_queries(["Is gold exported?"]), kept)


def test_more_questions_than_are_remembered_all_get_their_vectors(encoder, monkeypatch):
    monkeypatch.setattr(encoder_module, "_QUESTIONS_KEPT", 20)
    monkeypatch.setattr(encoder_module, "_MANY_QUESTIONS", 30)
    questions = [f"Question {n}?" for n in range(75)]
    few_at_a_time = np.concatenate(
        [encoder.encode_queries(questions[n : n + 25]) for n in range(0, 75, 25)]
    )

    assert np.array_equal(encoder.encode_queries(questions), few_at_a_time)
    assert np.array_equal(encoder.encode_queries(questions[:1]), few_at_a_time[:1])
    assert len(encoder._known) == 20
    assert not encoder._asked


def test_the_fast_encoder_agrees_with_the_float_model(encoder):
    reference = encoder_module.load(reference=True)
    texts = [*PASSAGES, "Mali", " ".join(PASSAGES * 4), "L'âge de la majorité est fixé par la loi."]

    queries = (encoder.encode_queries(texts) * reference.encode_queries(texts)).sum(axis=1)
    passages = (encoder.encode_documents(texts) * reference.encode_documents(texts)).sum(axis=1)

    assert min(*queries, *passages) > 0.98
    assert reference.name == encoder.name.split("+")[0]
    assert (reference.dimension, reference.max_tokens) == (encoder.dimension, encoder.max_tokens)
    plain = [text for text in HOSTILE if "</s>" not in text]  # a mark to one, text to the other
    assert reference.count_tokens(plain) == encoder.count_tokens(plain)


def test_a_users_own_model_is_run_by_sentence_transformers():
    folder = models.prepare("minilm").folder

    own = encoder_module.load(str(folder))

    packaged = encoder_module.load("minilm")
    cosines = (own.encode_documents(PASSAGES) * packaged.encode_documents(PASSAGES)).sum(axis=1)
    assert cosines.min() > 0.98
    assert own.name == encoder_module.identity(str(folder)) != packaged.name
    assert own.encode_queries([]).shape == (0, 384)
    assert np.isfinite(own.encode_documents(HOSTILE)).all()


def test_a_models_own_passage_prompt_is_used(tmp_path):
    folder = tmp_path / "prompted"
    shutil.copytree(models.prepare("minilm").folder, folder)
    settings = folder / "config_sentence_transformers.json"
    settings.write_text('{"prompts": {"query": "ask: ", "passage": "read: "}}')

    prompted = encoder_module.load(str(folder))

    plain = encoder_module.load("minilm", reference=True)
    expected = plain.encode_documents([f"read: {text}" for text in PASSAGES])
    assert prompted.encode_documents(PASSAGES) == pytest.approx(expected, abs=1e-5)
    expected = plain.encode_queries([f"ask: {text}" for text in PASSAGES])
    assert prompted.encode_queries(PASSAGES) == pytest.approx(expected, abs=1e-5)


def test_a_model_that_cannot_be_loaded_is_refused(tmp_path):
    (tmp_path / "modules.json").write_text("[]")

    with pytest.raises(EncoderError, match=r"cannot be loaded: .*--model"):
        encoder_module.load(str(tmp_path))


def test_answering_needs_neither_torch_nor_transformers(encoder):
    code = (
        "import sys; from assistant import encoder; print(encoder.identity());"
        "assert not {'numpy', 'onnxruntime'} & set(sys.modules), 'imported too early';"
        "e = encoder.load(); assert e.encode_queries(['Why?']).shape == (1, e.dimension);"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules);"
        "assert not heavy, heavy; print(e.name)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=os.environ
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [encoder.name, encoder.name]
