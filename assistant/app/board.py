"""The tab "Board": countries × indicators with their evidence, and a country as a profile to read.

The browser gets the whole table once (``cells``), then filters and draws it by itself: fields.js
reads and filters it, lattice.js draws what is in sight, slips.js a list where that is too wide,
sieve.js has the filters. Quotes come when they are asked for (``dossier``).
"""

import datetime as dt
import logging
from base64 import b64decode, b64encode
from dataclasses import asdict
from typing import Any

import gradio as gr

from assistant.app import dossier
from assistant.app.cells import Board, Boards, places
from assistant.app.library import Library
from assistant.app.markup import icon, phrase
from assistant.app.parts import component
from assistant.errors import AssistantError, MissingIndexError
from assistant.ledger import Ledger, export
from assistant.render import inert

_log = logging.getLogger(__name__)

_SCRIPTS = ("fields", "squares", "lattice", "slips", "sieve")
"""Parts of ``board.js``, each building on those before it."""
_FORMS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON"}


def board_tab(library: Library) -> gr.HTML:
    """Lay out the tab, and let it fetch the table, evidence and files."""
    boards = Boards(library)

    def writer() -> dossier.Writer:
        return dossier.Writer(library, library.documents(), dt.datetime.now(dt.UTC).date())

    def board(_: object) -> dict[str, Any]:
        """Return the table as JSON, or why there is none."""
        try:
            return {"text": boards.current().text}
        except MissingIndexError:
            return {"trouble_key": "board.empty"}
        except AssistantError as error:
            return {"trouble": inert(str(error))}
        except Exception:
            _log.exception("The board could not be made")
            return {"trouble_key": "board.failed"}

    def evidence(wanted: dict[str, Any]) -> dict[str, Any]:
        """Return what the sources say of one indicator of one country."""
        writing = writer()
        country, indicator = str(wanted.get("country")), str(wanted.get("indicator"))
        html = dossier.evidence(writing, boards.current(), country, indicator)
        return {"html": html, "targets": [asdict(target) for target in writing.targets]}

    def profile(code: object) -> dict[str, Any]:
        """Return a country as a profile to read."""
        writing = writer()
        html = dossier.profile(writing, boards.current(), str(code))
        return {"html": html, "targets": [asdict(target) for target in writing.targets]}

    def save(wanted: dict[str, Any]) -> dict[str, Any]:
        """Return what the board shows as a file: its name, kind and bytes in base64."""
        current = boards.current()
        if wanted.get("generation") != current.generation:
            return {"trouble_key": "board.newer"}
        return _file(_chosen(current, wanted.get("places")), str(wanted.get("form")))

    return component(
        "board",
        _template(),
        *_SCRIPTS,
        server_functions=[board, evidence, profile, save],
    )


def _chosen(board: Board, mask: object) -> Ledger:
    """Return the part of the ledger whose places are set in ``mask``, bits in base64.

    All of it where the mask does not fit.
    """
    every = places(board.ledger)
    try:
        bits = b64decode(str(mask), validate=True)
    except ValueError:
        return board.ledger
    if len(bits) != (len(every) + 7) // 8:
        return board.ledger
    chosen = {place for n, place in enumerate(every) if bits[n // 8] >> n % 8 & 1}
    cells = tuple(cell for cell in board.ledger.cells if (cell.country, cell.indicator) in chosen)
    kept = {cell.indicator for cell in cells}
    indicators = tuple(each for each in board.ledger.indicators if each.key in kept)
    alone = tuple(key for key in board.ledger.unaligned if key in kept)
    shown = {cell.country for cell in cells}
    empty = tuple(c for c in board.ledger.empty if c.country in shown and c.indicator in kept)
    return Ledger(indicators, cells, alone, empty)


def _file(ledger: Ledger, form: str) -> dict[str, str]:
    """Return the ledger as a file; as JSON where ``form`` is not known."""
    if form == "xlsx":
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        data = export.as_xlsx(ledger)
    elif form == "csv":
        # With a byte order mark, without which Excel takes it for another encoding.
        kind, data = "text/csv;charset=utf-8", export.as_csv(ledger).encode("utf-8-sig")
    else:
        form, kind, data = "json", "application/json", export.dumps(ledger).encode()
    return {"name": f"ledger.{form}", "kind": kind, "bytes": b64encode(data).decode()}


def _template() -> str:
    return f"""
<section class="board" data-t-attr="aria-label:tab.board">
  <div class="overview">
    <header>{phrase("board.heading", "h2")}{_files()}</header>
    {phrase("board.lead", "p", "lead")}
    {_filters()}
    {_lens()}
    <p class="trouble" role="status" hidden></p>
    <div class="lattice" hidden></div>
    <ul class="slips" hidden></ul>
    <p class="none" hidden data-t="board.none"></p>
    <p class="empty" hidden data-t="board.empty"></p>
  </div>
  <aside class="slip" hidden aria-labelledby="board-slip-title">
    <div class="slip-bar">{_link("profile", "board.read", "book")}
      <button type="button" class="close" data-t-attr="aria-label:board.close;title:board.close">
        {icon("close")}</button></div>
    <div class="said" tabindex="0" role="group" aria-labelledby="board-slip-title"></div>
  </aside>
  <div class="dossier" hidden>
    <nav>{_link("back", "board.back", "previous")}
      <select name="dossier" data-t-attr="aria-label:board.country"></select>{_files()}</nav>
    <div class="said" tabindex="0" role="group" data-t-attr="aria-label:board.profile"></div>
  </div>
  <div class="drawings" hidden>{_drawings()}</div>
</section>"""


def _link(name: str, key: str, drawing: str) -> str:
    return f'<button type="button" class="{name}">{icon(drawing)}{phrase(key)}</button>'


def _files() -> str:
    buttons = "".join(
        f'<button type="button" data-form="{form}">{icon("save")}{words}</button>'
        for form, words in _FORMS.items()
    )
    return (
        f'<div class="files" role="group" data-t-attr="aria-label:board.files;title:board.files">'
        f"{buttons}</div>"
    )


def _filters() -> str:
    chips = "".join(
        f'<button type="button" class="chip {kind}" data-status="{kind}" aria-pressed="false">'
        f'{icon(drawing)}{phrase(words)}<span class="count"></span></button>'
        for kind, (words, drawing) in dossier.STATUSES.items()
    )
    marks = "".join(
        f'<button type="button" class="chip" data-mark="{name}" aria-pressed="false">'
        f'{icon(drawing)}{phrase(words)}<span class="count"></span></button>'
        for name, words, drawing in (
            ("old", "answer.old", "old"),
            ("clash", "board.clashes", "hedged"),
        )
    )
    return f"""
<details class="filters" open>
  <summary data-t="board.filters"></summary>
  <form class="fields">
    <input type="search" name="words" autocomplete="off"
      data-t-attr="aria-label:board.words;placeholder:board.words">
    <input type="text" name="country" list="board-countries" autocomplete="off"
      data-t-attr="aria-label:board.add_country;placeholder:board.add_country">
    <datalist id="board-countries"></datalist>
    <select name="group" data-t-attr="aria-label:board.group"></select>
    <select name="since" data-t-attr="aria-label:board.since"></select>
    <label class="alone"><input type="checkbox" name="alone">
      <span data-t="board.with_alone" data-t-args='{{"n": 0}}'></span></label>
  </form>
  <ul class="picked" data-t-attr="aria-label:board.picked" hidden></ul>
  <div class="chips" role="group" data-t-attr="aria-label:board.statuses">{chips}{marks}</div>
  <p class="extent"><span role="status"></span>
    <button type="button" class="clear" hidden data-t="board.clear"></button></p>
</details>"""


def _lens() -> str:
    """Return what chooses one country or one indicator, on a narrow screen."""
    ways = "".join(
        f'<button type="button" data-lens="{way}" aria-pressed="{str(way == "country").lower()}" '
        f'data-t="board.by_{way}"></button>'
        for way in ("country", "indicator")
    )
    return f"""
<div class="lens"><div class="ways" role="group" data-t-attr="aria-label:board.ways">{ways}</div>
  <select name="lens" data-t-attr="aria-label:board.lens"></select>
  {_link("profile", "board.read", "book")}</div>"""


def _drawings() -> str:
    """Return each drawing once, for the script to copy."""
    names = {drawing for _, drawing in dossier.STATUSES.values()} | {"old", "hedged", "close"}
    return "".join(f'<i data-drawing="{name}">{icon(name)}</i>' for name in sorted(names))
