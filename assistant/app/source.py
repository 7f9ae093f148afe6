"""The source beside the answer: whole, with the sentence quoted marked in it.

In the browser: leaves.js has the documents and marks places in them, sheet.js shows pages as they
look, source.js is the pane around both.
"""

import datetime as dt
from dataclasses import asdict
from typing import Any

import gradio as gr

from assistant import citing
from assistant.app import document as documents
from assistant.app import pages
from assistant.app.answer import is_old
from assistant.app.library import Library
from assistant.app.markup import attribute, date, icon, isolated, phrase
from assistant.app.parts import component
from assistant.errors import AssistantError
from assistant.types import Citation, Document, DocumentRecord, Language

_ON_SHELF = 6
_LEAVES_AT_ONCE = 64


def source_pane(library: Library) -> gr.HTML:
    """Lay out the pane and let it fetch documents."""

    def document(wanted: dict[str, Any]) -> dict[str, Any]:
        """Return a document, and where the quote stands in it if it is not as it was cited."""
        try:
            found = library.source(str(wanted.get("path")))
            passages = library.passages(found) if wanted.get("marked") else None
        except AssistantError:
            return {"missing": True}
        is_same = found.sha256 == wanted.get("sha256")
        place = None if is_same else _place(found, wanted.get("quote"))
        start = wanted.get("start") if is_same else place and place[0]
        text = documents.body(found, start if isinstance(start, int) else 0, passages)
        return {
            "sha256": found.sha256,
            "head": documents.head(found, old=_is_old(found.metadata.as_of)),
            "html": documents.preface(found, passages) + text,
            "place": place,
            "pages": len(found.pages) if pages.has_pages(found) else 0,
        }

    def leaves(wanted: dict[str, Any]) -> dict[str, str]:
        """Return leaves of a document by number; none where it is no longer as it was shown."""
        try:
            found = library.source(str(wanted.get("path")))
            passages = library.passages(found) if wanted.get("marked") else None
        except AssistantError:
            return {}
        if found.sha256 != wanted.get("sha256"):
            return {}
        every = dict(enumerate(documents.leaves(found)))
        numbers = [n for n in wanted.get("numbers") or () if isinstance(n, int) and n in every]
        return {
            str(n): documents.html(found, every[n], passages) for n in numbers[:_LEAVES_AT_ONCE]
        }

    def sheet(wanted: dict[str, Any]) -> dict[str, Any]:
        """Return a page of a PDF as a picture, with what is quoted boxed."""
        return asdict(pages.sheet(library, wanted))

    def shelf(_: object) -> str:
        """Return the first sources as buttons, for the pane before anything is opened."""
        records = list(library.documents().values())[:_ON_SHELF]
        return "".join(map(_card, records))

    def cite(wanted: dict[str, Any]) -> dict[str, str]:
        """Return a reference to a place, by form; nothing where its document is gone."""
        record = library.documents().get(str(wanted.get("document")))
        language: Language = "fr" if wanted.get("language") == "fr" else "en"
        return citing.references(_citation(record, wanted), language) if record else {}

    functions = [document, leaves, sheet, shelf, cite]
    return component("source", _template(), "leaves", "sheet", server_functions=functions)


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
    def button(name: str, key: str = "", drawing: str = "") -> str:
        return (
            f'<button type="button" class="{name}" hidden data-t-attr="'
            f'aria-label:{key or f"source.{name}"};title:{key or f"source.{name}"}">'
            f"{icon(drawing or name)}</button>"
        )

    def tab(view: str, key: str) -> str:
        chosen = 'aria-selected="false" tabindex="-1"'
        return (
            f'<button type="button" role="tab" id="view-{view}" data-view="{view}" {chosen} '
            f'aria-controls="source-{view}" data-t="{key}"></button>'
        )

    return f"""
<section class="source" data-t-attr="aria-label:source.label">
  <header class="source-head" hidden>
    <div class="source-bar">
      {button("previous")}<span class="place" aria-live="polite"></span>{button("next")}
      <span class="path"></span>{button("close")}
    </div>
    <div class="about"></div>
    <div class="views">
      <div class="view-tabs" role="tablist" hidden data-t-attr="aria-label:source.views">
        {tab("text", "source.text_view")}{tab("page", "source.page_view")}
      </div>
      <div class="turning" hidden>
        {button("back", "sheet.previous", "previous")}<span class="leafing" role="status"></span>
        {button("forth", "sheet.next", "next")}
        {button("smaller", "sheet.smaller")}{button("larger", "sheet.larger")}
      </div>
      <button type="button" class="marking" aria-pressed="false"
        data-t-attr="title:source.passages_why">{icon("passages")}{phrase("source.passages")}</button>
    </div>
  </header>
  <p class="source-note" role="status" hidden></p>
  <div class="source-scroll" id="source-text" tabindex="0" role="group"
    data-t-attr="aria-label:source.text">
    <div class="source-empty">{icon("book")}{phrase("source.hint", "p")}<ul></ul></div>
  </div>
  <div class="source-sheet" id="source-page" tabindex="0" role="tabpanel" hidden
    data-t-attr="aria-label:sheet.label"><div class="sheet"><img alt="">
    <svg viewBox="0 0 10000 10000" preserveAspectRatio="none" aria-hidden="true"></svg></div></div>
</section>"""
