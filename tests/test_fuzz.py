"""Damaged files of every format are read or refused, and nothing else happens."""

from assistant.readers import READERS
from benchmarks import fuzz
from tests import samples


def test_sound_files_of_every_format_are_read():
    files = samples.all_formats()

    same = {".htm": ".html", ".xhtml": ".html", ".markdown": ".md", ".text": ".txt"}
    assert {same.get(suffix, suffix) for suffix in READERS} == files.keys()
    for suffix, samples_of_it in files.items():
        for data in samples_of_it:
            assert READERS[suffix](data).text.strip()


def test_damaged_files_are_read_or_refused_with_a_reason():
    tally = fuzz.run(count=110, seed=5)

    assert tally.failures == []
    assert tally.read + tally.refused == 110
    assert tally.read > 30
    assert tally.refused > 10


def test_the_same_seed_damages_files_alike():
    import random

    files = samples.all_formats()[".pdf"]
    first, second = (fuzz.mutated(files, random.Random("5/1")) for _ in range(2))

    assert first == second
    assert first not in files
