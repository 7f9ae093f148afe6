"""Fixtures for tests that need the shipped corpus with its index; one build serves them all.

A test module takes them in with ``pytest_plugins = ["projects"]``.
"""

import shutil
from pathlib import Path

import pytest

from assistant import cli

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A folder with the shipped corpus and its index; not to be changed."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    words = ["index", "--corpus", str(folder / "corpus"), "--index", str(folder / "index")]
    assert cli.main(words) == 0
    return folder


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
