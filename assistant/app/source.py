"""The source beside the answer: whole, with the sentence quoted marked in it (source.js)."""

import datetime as dt
from typing import Any

import gradio as gr

from assistant import citing
from assistant.app import document as documents
from assistant.app.answer import is_old
from assistant.app.library import Library
from assistant.app.markup import attribute, date, icon, isolated, phrase
from assistant.app.parts import component
from assistant.errors import AssistantError
from assistant.types import Citation, Document, DocumentRecord, Language

_ON_SHELF = 6


def source_pane(library: Library) -> gr.HTML:
    """Lay out the pane and let it fetch documents."""

    def document(wanted: dict[str, Any]) -> dict[str, Any]:
        """Return a document, and where the quote stands in it if it is not as it was cited."""
        try:
            found = library.source(str(wanted.get("path")))
        except AssistantError:
            return {"missing": True}
        shape: dict[str, Any] = {
            "sha256": found.sha256,
            "head": documents.head(found, old=_is_old(found.metadata.as_of)),
            "html": documents.facts(found) + documents.body(found),
            "place": None,
        }
        if found.sha256 != wanted.get("sha256"):
            shape["place"] = _place(found, wanted.get("quote"))
        return shape

    def shelf(_: object) -> str:
        """Return the first sources as buttons, for the pane before anything is opened."""
        records = list(library.documents().values())[:_ON_SHELF]
        return "".join(map(_card, records))

    def cite(wanted: dict[str, Any]) -> dict[str, str]:
        """Return a reference to a place, by form; nothing where its document is gone."""
        record = library.documents().get(str(wanted.get("document")))
        language: Language = "fr" if wanted.get("language") == "fr" else "en"
        return citing.references(_citation(record, wanted), language) if record else {}

    return component("source", _template(), server_functions=[document, shelf, cite])


def _citation(record: DocumentRecord, wanted: dict[str, Any]) -> Citation:
    """Return what is to be cited: a place as it was quoted, or the whole document."""
    metadata = record.metadata
    quote, section, page = wanted.get("quote"), wanted.get("section"), wanted.get("page")
    start, end = wanted.get("start"), wanted.get("end")
    return Citation(
        marker=1,
        document=record.path,
        sha256=str(wanted.get("sha256") or record.sha256),
        title=metadata.title,
        publisher=metadata.publisher,
        url=metadata.url,
        as_of=str(wanted.get("as_of") or metadata.as_of or "") or None,
        page=page if isinstance(page, int) else None,
        section=tuple(map(str, section)) if isinstance(section, list) else (),
        quote=quote if isinstance(quote, str) else "",
        start=start if isinstance(start, int) else 0,
        end=end if isinstance(end, int) else 0,
        countries=metadata.countries,
        restated=metadata.restated,
    )


def _is_old(as_of: str | None) -> bool:
    return bool(as_of) and is_old(str(as_of), dt.datetime.now(dt.UTC).date())


def _card(record: DocumentRecord) -> str:
    metadata = record.metadata
    publisher = (
        isolated(metadata.publisher, "span", class_="publisher") if metadata.publisher else ""
    )
    return (
        f'<li><button type="button" class="open" data-path="{attribute(record.path)}" '
        f'data-sha256="{record.sha256}">{isolated(metadata.title, "strong")}'
        f"<span>{publisher} {date(metadata.as_of)}</span></button></li>"
    )


def _place(document: Document, quote: object) -> tuple[int, int] | None:
    """Return the span of the quote's first occurrence after the front matter."""
    if not isinstance(quote, str) or not quote:
        return None
    start = document.text.find(quote, document.body)
    return (start, start + len(quote)) if start >= 0 else None


def _template() -> str:
    def button(name: str) -> str:
        return (
            f'<button type="button" class="{name}" hidden '
            f'data-t-attr="aria-label:source.{name};title:source.{name}">{icon(name)}</button>'
        )

    return f"""
<section class="source" data-t-attr="aria-label:source.label">
  <header class="source-head" hidden>
    <div class="source-bar">
      {button("previous")}<span class="place" aria-live="polite"></span>{button("next")}
      <span class="path"></span>{button("close")}
    </div>
    <div class="about"></div>
  </header>
  <p class="source-note" role="status" hidden></p>
  <div class="source-scroll" tabindex="0" role="group" data-t-attr="aria-label:source.text">
    <div class="source-empty">{icon("book")}{phrase("source.hint", "p")}<ul></ul></div>
  </div>
</section>"""
