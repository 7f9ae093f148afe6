"""Adding sources: a file or web address, what is understood of it, and the word to keep it.

Part of the tab "Sources". Nothing is written to the corpus before somebody has seen what is
understood; until then the document is in the tray.
"""

import threading
from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant import adding, countries
from assistant.adding import Draft, Limits, Shelf
from assistant.app.editing import edited
from assistant.app.library import Library
from assistant.app.markup import attribute, icon, phrase, shown
from assistant.app.parts import component
from assistant.app.reasons import told
from assistant.app.tray import Tray
from assistant.folder import LARGEST
from assistant.readers import READERS
from assistant.render import inert
from assistant.types import Document

_FIELDS = ("title", "countries", "publisher", "as_of", "language", "url")
"""As front matter has them; in the order of the form."""
_CLEARABLE = ("publisher", "url")
"""That nobody published it can be said; without a title or date the text is asked."""
_OUTLINE = 300
"""Headings shown."""
_EXTRACT = 4_000
"""Characters of the text shown."""
_LONGEST = 1_000
"""Characters of a field."""
_LANGUAGES = ("en", "fr", "ar", "es", "pt", "ru", "zh")
_writing = threading.Lock()
"""So that what is found free is still free when it is written."""


def adding_view(library: Library, tray: Tray) -> gr.HTML:
    """Lay out the view, and let it understand and add what was brought."""

    def fetch_page(url: str, request: gr.Request) -> dict[str, Any]:
        return edited(request, lambda: _fetched(tray, str(url)))

    def understand(wanted: dict[str, Any], request: gr.Request) -> dict[str, Any]:
        return edited(request, lambda: _understood(library, tray, wanted))

    def add(wanted: dict[str, Any], request: gr.Request) -> dict[str, Any]:
        return edited(request, lambda: _added(library, tray, wanted))

    def discard(word: str, request: gr.Request) -> dict[str, Any]:
        return edited(request, lambda: {"gone": tray.take(str(word))})

    functions = [fetch_page, understand, add, discard]
    return component("adding", _template(), server_functions=functions)


def remove(library: Library, path: str) -> dict[str, Any]:
    """Delete a document with what is said of it beside it; raises ``AssistantError``."""
    with _writing:
        gone = adding.remove(library.corpus, [path])
    library.refresh()
    return {"gone": [inert(str(file.relative_to(library.corpus))) for file in gone]}


def _fetched(tray: Tray, url: str) -> dict[str, Any]:
    source = adding.page(url.strip(), Limits())
    return {"word": tray.lay(source), "name": inert(source.path.name)}


def _understood(library: Library, tray: Tray, wanted: dict[str, Any]) -> dict[str, Any]:
    """Read what the tray holds as the corpus would; nothing is written there."""
    source, given = tray.look(str(wanted.get("word"))), _given(wanted.get("fields"))
    if source is None:
        return {"trouble_key": "sources.expired"}
    return _shape(Shelf(library.corpus).draft(source, given), wanted.get("language"))


def _added(library: Library, tray: Tray, wanted: dict[str, Any]) -> dict[str, Any]:
    """Write what the tray holds into the corpus; over another document only where that is said."""
    word, given = str(wanted.get("word")), _given(wanted.get("fields"))
    source = tray.look(word)
    if source is None:
        return {"trouble_key": "sources.expired"}
    with _writing:
        shelf = Shelf(library.corpus)
        draft = shelf.draft(source, given)
        path = inert(draft.document.path)
        if draft.standing == "same":
            return {"trouble_key": "sources.same", "values": {"path": inert(draft.twin)}}
        if draft.standing == "other" and wanted.get("replace") is not True:
            return {"trouble_key": "sources.taken", "values": {"path": path}}
        shelf.put(draft)
    library.refresh()
    tray.take(word)
    return {"path": path}


def _given(fields: object) -> dict[str, object]:
    """Take what a form states; raises ``AssistantError`` for what cannot be so."""
    given: dict[str, object] = {}
    for key, value in fields.items() if isinstance(fields, dict) else ():
        words = str(value).strip()[:_LONGEST]
        if key in _FIELDS and (words or key in _CLEARABLE):
            given[key] = adding.codes([words]) if key == "countries" else words
    return adding.checked(given, "the form")


def _shape(draft: Draft, language: object) -> dict[str, Any]:
    """Return what is understood as adding.js shows it."""
    about = draft.document.metadata
    spoken = "fr" if language == "fr" else "en"
    named = ", ".join(countries.name(code, spoken) for code in about.countries)
    fields = {key: getattr(about, key) or "" for key in _FIELDS} | {"countries": named}
    return {
        "fields": {key: inert(value) for key, value in fields.items()},
        "fixed": sorted(draft.fixed.intersection(_FIELDS)),
        "path": inert(draft.document.path),
        "standing": draft.standing,
        "twin": inert(draft.twin),
        "html": "".join(_found(draft)),
    }


def _found(draft: Draft) -> Iterator[str]:
    document = draft.document
    counts = [
        phrase("sources.count_headings", n=len(draft.headings)),
        phrase("sources.count_tables", n=draft.tables),
        phrase("index.passages", n=draft.passages),
    ]
    if document.pages:
        counts.append(phrase("sources.count_pages", n=len(document.pages)))
    yield f'<p class="counts">{" · ".join(counts)}</p>'
    if document.remarks:
        items = "".join(told(each, "li") for each in document.remarks)
        heading = phrase("sources.remarks", "h4")
        yield f'<div class="remarks">{heading}<ul>{items}</ul></div>'
    if draft.headings:
        yield _details("sources.outline", f"<ul>{''.join(_outline(draft))}</ul>")
    yield _details("sources.extract", _extract(document))


def _extract(document: Document) -> str:
    text = document.text[document.body :].strip()
    cut = " …" if len(text) > _EXTRACT else ""
    language = attribute(document.metadata.language)
    return (
        f'<div class="extract" tabindex="0" role="group" dir="auto" lang="{language}" '
        f'data-t-attr="aria-label:sources.extract">{shown(text[:_EXTRACT])}{cut}</div>'
    )


def _details(key: str, html: str) -> str:
    return f"<details><summary>{phrase(key)}</summary>{html}</details>"


def _outline(draft: Draft) -> Iterator[str]:
    for path in draft.headings[:_OUTLINE]:
        depth = min(len(path), 6)
        yield f'<li class="depth-{depth}" dir="auto">{shown(path[-1])}</li>'
    if (more := len(draft.headings) - _OUTLINE) > 0:
        yield f"<li>{phrase('sources.more_headings', n=more)}</li>"


def _field(key: str, label: str, control: str) -> str:
    return f"""<div class="field" data-field="{key}"><label>{phrase(label)}{control}</label>
        <p class="hint"></p></div>"""


def _form() -> str:
    def line(key: str, label: str, more: str = "") -> str:
        return _field(key, label, f'<input name="{key}" maxlength="{_LONGEST}" {more}>')

    options = "".join(
        f'<option value="{code}" data-language="{code}"></option>' for code in _LANGUAGES
    )
    return f"""<form class="fields" hidden>
      {line("title", "sources.field_title")}
      {line("countries", "sources.field_countries", 'list="adding-countries"')}
      {line("publisher", "sources.field_publisher")}
      {line("as_of", "sources.field_as_of", 'inputmode="numeric"')}
      {_field("language", "sources.field_language", f'<select name="language">{options}</select>')}
      {line("url", "sources.field_url", 'inputmode="url"')}
      <p class="place"></p>
      <label class="replace" hidden><input type="checkbox" name="replace"><span></span></label>
      <p class="refused" role="alert" hidden></p>
      <div class="buttons">
        <button type="submit" class="primary">{phrase("sources.confirm")}</button>
        <button type="button" class="discard plain">{phrase("sources.discard")}</button>
      </div>
    </form>"""


def _template() -> str:
    known = sorted(code for code in countries.codes() if countries.is_country(code))
    options = "".join(
        f'<option data-en="{attribute(countries.name(code, "en"))}" '
        f'data-fr="{attribute(countries.name(code, "fr"))}"></option>'
        for code in known
    )
    kinds = ", ".join(sorted(READERS))
    return f"""
<section class="sources adding" data-largest="{LARGEST}" hidden>
  <div class="top">{phrase("sources.add", "h2")}
    <button type="button" class="back plain">{phrase("sources.back")}</button></div>
  {phrase("sources.add_lead", "p", size=LARGEST // 1_000_000)}
  <div class="drop">{icon("save")}
    <p>{phrase("sources.drop")}</p>
    <button type="button" class="choose primary">{phrase("sources.choose")}</button>
    <input type="file" multiple hidden accept="{kinds}" aria-hidden="true" tabindex="-1">
    <p class="kinds">{kinds.replace(".", "").upper()}</p>
  </div>
  <form class="fetch"><label>{phrase("sources.address")}
    <input name="address" inputmode="url" maxlength="2000" placeholder="https://"></label>
    <button type="submit" class="plain">{phrase("sources.fetch")}</button></form>
  <ol class="cards"></ol>
  <p><button type="button" class="all primary" hidden></button></p>
  <datalist id="adding-countries">{options}</datalist>
  <template><li class="card">
    <div class="top"><h3 dir="auto"></h3>
      <button type="button" class="discard close" data-t-attr="aria-label:sources.discard">
        {icon("close")}</button></div>
    <p class="status" role="status"></p>
    <div class="understood"></div>
    {_form()}
  </li></template>
</section>"""
