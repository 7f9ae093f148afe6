"""The builds of an index: what each changed, and one that is stopped."""

import json

import pytest
from builds import GUIDE, MALI, put

from assistant import pipeline
from assistant.app.library import Library
from assistant.app.rebuilding import StoppedError
from assistant.builds import builds
from assistant.errors import MissingIndexError
from assistant.store import generations
from assistant.types import BuildReport, Changes, PassageCounts

LAW = "# Press law of Chad\n\nThe press law was adopted in 2010.\n"


def test_each_build_tells_what_it_changed_against_the_one_before(folder, build):
    build()
    put(folder, "chad/press.md", LAW)
    put(folder, "mali/profile.md", MALI.format(year=2019))
    (folder / "niger/note.txt").unlink()
    report = build()

    newest, oldest = builds(build.index)

    assert (newest.generation.current, oldest.generation.current) == (True, False)
    assert newest.generation.info == report.info
    assert newest.since.documents == Changes(
        ("chad/press.md",), ("mali/profile.md",), ("niger/note.txt",), ("guide.md",)
    )
    assert newest.since.passages == report.passages == PassageCounts(2, 2, 2)
    assert oldest.since is None
    assert (newest.unfit, oldest.unfit) == ("", "")


def test_a_build_after_going_back_is_compared_with_the_one_listed_before_it(folder, build):
    build()
    put(folder, "chad/press.md", LAW)
    build()
    generations.rollback(build.index)
    put(folder, "guide.md", f"{GUIDE}\nIt is kept in Geneva.\n")
    build()

    newest, middle, _ = builds(build.index)

    assert newest.since.documents.added == ()
    assert newest.since.documents.changed == ("guide.md",)
    assert middle.since.documents.added == ("chad/press.md",)


def test_a_build_of_another_encoder_is_told_to_be_unfit(folder, build):
    build()
    put(folder, "chad/press.md", LAW)
    build()
    older = builds(build.index)[1].generation.info.generation
    manifest = build.index / "generations" / older / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_bytes()) | {"encoder": "another"}))

    newest, oldest = builds(build.index)

    assert newest.unfit == ""
    assert oldest.unfit.startswith("it was built by another encoder (another, now ")


def test_a_build_beside_a_damaged_one_is_listed_without_a_comparison(folder, build):
    build()
    put(folder, "chad/press.md", LAW)
    build()
    older = builds(build.index)[1].generation.info.generation
    (build.index / "generations" / older / "passages.sqlite").write_bytes(b"")
    builds.__globals__["_difference"].cache_clear()

    newest, _ = builds(build.index)

    assert newest.since is None
    assert newest.generation.current


def test_without_an_index_there_are_no_builds(tmp_path):
    with pytest.raises(MissingIndexError, match="assistant index"):
        builds(tmp_path / "index")


class EnoughError(Exception):
    pass


@pytest.mark.parametrize("stage", ["read", "encode", "write"])
def test_a_build_stopped_by_its_progress_leaves_everything_as_it_was(folder, build, stage):
    build()
    before = everything_in(build.index)
    put(folder, "chad/press.md", LAW)

    def stop(progress):
        if progress.stage == stage:
            raise EnoughError

    with pytest.raises(EnoughError):
        build(progress=stop)

    assert everything_in(build.index) == before
    assert build().changes.added == ("chad/press.md",)


def everything_in(index):
    """Every file but the cache of what the corpus looked like."""
    files = {path for path in index.rglob("*") if path.is_file()} - {index / "files.json"}
    return {path.relative_to(index): path.read_bytes() for path in files}


def test_a_build_of_the_page_is_stopped_and_the_next_one_is_whole(tmp_path):
    corpus = tmp_path / "corpus"
    put(corpus, "mali/profile.md", MALI.format(year=2013))
    first = pipeline.rebuild(corpus, tmp_path / "index").info
    for number in range(150):
        put(corpus, f"chad/press-{number}.md", LAW.replace("2010", str(1800 + number)))
    library = Library(corpus, tmp_path / "index", None)
    before = everything_in(tmp_path / "index")

    building = library.rebuild()
    next(building)
    library.stop()
    with pytest.raises(StoppedError):
        list(building)

    assert everything_in(tmp_path / "index") == before
    assert library.ask("Does Mali have a law on cybercrime?").index == first
    assert library.state().building is None
    (corpus / "chad").rename(tmp_path / "aside")
    *_, report = library.rebuild()
    assert isinstance(report, BuildReport)
    assert report.info.documents == 1


def test_the_status_forgets_a_refused_file_that_is_gone_and_names_the_same_twice(folder, build):
    put(folder, "mali/broken.pdf", b"%PDF-1.4 no more")
    put(folder, "mali/again.md", GUIDE)
    build()
    opened = pipeline.Assistant.open(folder, build.index, check=False)
    before = opened.status()

    (folder / "mali/broken.pdf").unlink()
    after = opened.status()
    opened.close()

    assert [skip.path for skip in before.skipped] == ["mali/broken.pdf"]
    assert before.duplicates == (("mali/again.md", "guide.md"),)
    assert after.skipped == ()
    assert not after.changes
