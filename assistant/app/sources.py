"""The tab "Sources": every document, and how it stands to the index.

Beside the list, in the same tab: adding sources (adding.py) and the builds of the index
(builds.py). One of the three is in sight.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.app.adding import adding_view, remove
from assistant.app.builds import builds_view
from assistant.app.editing import edited
from assistant.app.library import Library
from assistant.app.markup import attribute, country, date, icon, isolated, phrase
from assistant.app.parts import component
from assistant.app.reasons import told
from assistant.app.strings import LANGUAGES, say
from assistant.app.tray import Tray
from assistant.countries import name
from assistant.render import inert
from assistant.types import DocumentRecord, Status

_SHOWN = 500
"""Rows in the page at a time; the filter reaches the others."""
_COLUMNS = ("country", "title", "as_of", "passages", "state")
_STATES = ("refused", "changed", "new", "removed", "duplicate", "current")
"""What needs attention comes first."""


@dataclass(frozen=True, slots=True)
class _Row:
    path: str
    state: str
    record: DocumentRecord | None = None
    reason: str = ""

    @property
    def order(self) -> tuple[bool, tuple[str, ...], str]:
        """What needs attention comes first, then by country and path."""
        return self.state == "current", self._countries, self.path

    def by(self, column: object, language: object) -> tuple[object, ...]:
        """Return what a column is sorted by; rows without a value come last."""
        about = self.record.metadata if self.record else None
        title = (about.title if about else self.path).casefold()
        spoken = "fr" if language == "fr" else "en"
        named = [name(code, spoken) for code in self._countries]
        keys: dict[object, tuple[object, ...]] = {
            "country": (not named, *named),
            "title": (),
            "as_of": ("" if about is None else about.as_of or "",),
            "passages": (self.record.passages if self.record else 0,),
            "state": (_STATES.index(self.state),),
        }
        return *keys[column], title, self.path

    def matches(self, words: list[str]) -> bool:
        """Tell whether every word stands somewhere in the row, in either language."""
        known = [self.path, *(say(f"state.{self.state}", language) for language in LANGUAGES)]
        if self.record:
            metadata = self.record.metadata
            known += [metadata.title, metadata.publisher or "", *metadata.countries]
            known += [name(c, language) for c in metadata.countries for language in LANGUAGES]
        text = " ".join(known).casefold()
        return all(word in text for word in words)

    @property
    def _countries(self) -> tuple[str, ...]:
        return self.record.metadata.countries if self.record else ()


def sources_tab(library: Library, tray: Tray) -> None:
    """Lay out the tab, and let it list and remove documents."""

    def rows(wanted: dict[str, Any]) -> dict[str, Any]:
        status = library.state().status
        words = str(wanted.get("filter") or "")[:200].casefold().split()
        found = [row for row in _rows(status) if row.matches(words)] if status else []
        found.sort(key=lambda row: row.order)
        column, spoken = wanted.get("sort"), wanted.get("language")
        if column in _COLUMNS:
            found.sort(key=lambda row: row.by(column, spoken), reverse=wanted.get("down") is True)
        html = "".join(map(_html, found[:_SHOWN]))
        return {"html": html, "shown": min(len(found), _SHOWN), "found": len(found)}

    def remove_document(path: str, request: gr.Request) -> dict[str, Any]:
        return edited(request, lambda: remove(library, str(path)))

    component("sources", _template(), server_functions=[rows, remove_document])
    adding_view(library, tray)
    builds_view(library)


def _rows(status: Status) -> Iterator[_Row]:
    changed, removed = set(status.changes.changed), set(status.changes.removed)
    for record in status.documents:
        path = record.path
        state = "changed" if path in changed else "removed" if path in removed else "current"
        yield _Row(path, state, record)
    for path in status.changes.added:
        yield _Row(path, "new")
    for skipped in status.skipped:
        yield _Row(skipped.path, "refused", reason=skipped.reason)
    for path, kept in status.duplicates:
        yield _Row(path, "duplicate", reason=kept)


def _html(row: _Row) -> str:
    state = phrase(f"state.{row.state}", "span")
    badge = f'<span class="state {row.state}">{state}</span>'
    if row.reason:
        badge += _twin(row.reason) if row.state == "duplicate" else told(row.reason)
    cells = _known(row, row.record) if row.record else _unknown(row)
    return f'<tr>{cells}<td class="states">{badge}</td><td class="acts">{_remove(row)}</td></tr>'


def _twin(path: str) -> str:
    return isolated(inert(path), "span", class_="reason")


def _known(row: _Row, record: DocumentRecord) -> str:
    metadata = record.metadata
    countries = ", ".join(map(country, metadata.countries)) or phrase("sources.any")
    publisher = isolated(metadata.publisher or row.path, "span", class_="publisher")
    return (
        f'<td class="country">{countries}</td>'
        f'<td class="title"><button type="button" class="open" data-path="{attribute(row.path)}" '
        f'data-sha256="{record.sha256}">'
        f"{isolated(metadata.title)}</button>{publisher}</td>"
        f'<td class="date">{date(metadata.as_of)}</td><td class="number">{record.passages}</td>'
    )


def _unknown(row: _Row) -> str:
    name = isolated(row.path, "span", class_="file")
    return (
        f'<td class="country"></td><td class="title">{name}</td>'
        '<td class="date"></td><td class="number"></td>'
    )


def _remove(row: _Row) -> str:
    """Return the button that removes a file; there is none for what is no longer there."""
    if row.state == "removed":
        return ""
    return (
        f'<button type="button" class="remove for-editors" data-path="{attribute(row.path)}" '
        f'data-t-attr="aria-label:sources.remove;title:sources.remove">{icon("delete")}</button>'
    )


def _template() -> str:
    heads = "".join(
        f'<th scope="col" class="of-{column}"><button type="button" data-sort="{column}">'
        f"{phrase(f'sources.{column}')}</button></th>"
        for column in _COLUMNS
    )
    acts = f'<th scope="col" class="acts">{phrase("sources.acts", "span")}</th>'
    return f"""
<section class="sources documents">
  <div class="top">{phrase("sources.heading", "h2")}
    <div class="ways"><button type="button" class="builds-open plain">
        {phrase("index.builds")}</button>
      <button type="button" class="add primary for-editors">{phrase("sources.add")}</button></div>
  </div>
  {phrase("sources.lead", "p")}
  <input type="search" data-t-attr="placeholder:sources.filter;aria-label:sources.filter">
  <div class="table" tabindex="0" role="group" data-t-attr="aria-label:sources.heading">
    <table><thead><tr>{heads}{acts}</tr></thead><tbody></tbody></table>
  </div>
  <p class="more" hidden></p>
  <p class="none" hidden data-t="sources.empty"></p>
  <dialog class="confirm" aria-labelledby="sources-sure">
    <h3 id="sources-sure"></h3>
    {phrase("sources.remove_sure", "p")}
    <p class="refused" role="alert" hidden></p>
    <div class="buttons">
      <button type="button" class="go danger">{icon("delete")}{phrase("sources.remove")}</button>
      <button type="button" class="cancel plain">{phrase("sources.cancel")}</button></div>
  </dialog>
</section>"""
