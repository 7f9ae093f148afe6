"""The tab "Sources": every document, and how it stands to the index."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.app.library import Library
from assistant.app.markup import attribute, country, date, isolated, phrase, shown
from assistant.app.parts import component
from assistant.render import inert
from assistant.types import DocumentRecord, Status

_SHOWN = 500
"""Rows in the page at a time; the filter reaches the others."""


@dataclass(frozen=True, slots=True)
class _Row:
    path: str
    state: str
    record: DocumentRecord | None = None
    reason: str = ""

    @property
    def order(self) -> tuple[bool, tuple[str, ...], str]:
        """What needs attention comes first, then by country and path."""
        countries = self.record.metadata.countries if self.record else ()
        return self.state == "current", countries, self.path

    def matches(self, words: list[str]) -> bool:
        """Tell whether every word stands somewhere in the row."""
        known = [self.path, self.state]
        if self.record:
            metadata = self.record.metadata
            known += [metadata.title, metadata.publisher or "", *metadata.countries]
            known.append("".join(map(country, metadata.countries)))
        text = " ".join(known).casefold()
        return all(word in text for word in words)


def sources_tab(library: Library) -> gr.HTML:
    """Lay out the tab and let it fetch its rows."""

    def rows(filtered: str) -> dict[str, Any]:
        status = library.state().status
        words = str(filtered or "")[:200].casefold().split()
        found = [row for row in _rows(status) if row.matches(words)] if status else []
        found.sort(key=lambda row: row.order)
        html = "".join(map(_html, found[:_SHOWN]))
        return {"html": html, "shown": min(len(found), _SHOWN), "found": len(found)}

    return component("sources", _template(), server_functions=[rows])


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


def _html(row: _Row) -> str:
    state = phrase(f"state.{row.state}", "span")
    badge = f'<span class="state {row.state}">{state}</span>'
    if row.reason:
        badge += f'<span class="reason">{shown(inert(row.reason))}</span>'
    if row.record is None:
        name = isolated(row.path, "span", class_="file")
        return f"<tr><td></td><td>{name}</td><td></td><td></td><td>{badge}</td></tr>"
    metadata = row.record.metadata
    countries = ", ".join(map(country, metadata.countries)) or phrase("sources.any")
    publisher = isolated(metadata.publisher or row.path, "span", class_="publisher")
    return (
        f"<tr><td>{countries}</td>"
        f'<td><button type="button" class="open" data-path="{attribute(row.path)}" '
        f'data-sha256="{row.record.sha256}">'
        f"{isolated(metadata.title)}</button>{publisher}</td>"
        f"<td>{date(metadata.as_of)}</td><td class='number'>{row.record.passages}</td>"
        f"<td>{badge}</td></tr>"
    )


def _template() -> str:
    columns = ("country", "title", "as_of", "passages", "state")
    heads = "".join(f'<th scope="col">{phrase(f"sources.{column}")}</th>' for column in columns)
    return f"""
<section class="sources">
  {phrase("sources.heading", "h2")}
  {phrase("sources.lead", "p")}
  <input type="search" data-t-attr="placeholder:sources.filter;aria-label:sources.filter">
  <div class="table" tabindex="0" role="group" data-t-attr="aria-label:sources.heading">
    <table><thead><tr>{heads}</tr></thead><tbody></tbody></table>
  </div>
  <p class="more" hidden></p>
  <p class="none" hidden data-t="sources.empty"></p>
</section>"""
