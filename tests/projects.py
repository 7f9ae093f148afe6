"""Fixtures for tests that need the shipped corpus with its index; one build serves them all.

A test module takes them in with ``pytest_plugins = ["projects"]``.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant import cli, pipeline

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A folder with the shipped corpus and its index; not to be changed."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    words = ["index", "--corpus", str(folder / "corpus"), "--index", str(folder / "index")]
    assert cli.main(words) == 0
    return folder


@dataclass(frozen=True)
class Served:
    """A copy of the built folder, and where the page over it is."""

    root: Path
    address: str

    @property
    def corpus(self):
        return self.root / "corpus"

    @property
    def index(self):
        return self.root / "index"

    def rebuild(self):
        """Build the index, as another program would."""
        return pipeline.rebuild(self.corpus, self.index)


def _served(built, folder):
    from browser import served

    shutil.copytree(built, folder, dirs_exist_ok=True)
    with served(folder / "corpus", folder / "index") as address:
        yield Served(folder, address)


@pytest.fixture(scope="session")
def shipped(built, tmp_path_factory):
    """The shipped corpus, served; its documents are not to be changed."""
    yield from _served(built, tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="session")
def _draft(built, tmp_path_factory):
    yield from _served(built, tmp_path_factory.mktemp("edited"))


@pytest.fixture
def edited(_draft, built):
    """The shipped corpus, served, to be changed at will: it is as before for the next test."""
    yield _draft
    shutil.rmtree(_draft.corpus)
    shutil.copytree(built / "corpus", _draft.corpus)
    _draft.rebuild()


@pytest.fixture
def project(built, monkeypatch):
    """The built folder as the working directory; not to be changed."""
    monkeypatch.chdir(built)
    return built


@pytest.fixture
def copy(built, tmp_path, monkeypatch):
    """A copy of the built folder as the working directory, to be changed at will."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path
