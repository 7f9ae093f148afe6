"""The status ledger: every indicator, every country, every date, each cell a quote.

    from assistant.pipeline import Assistant
    ledger = Assistant.open(…).ledger()
    ledger.indicators                     in order; a key, names in English and French, a group
    ledger.of("MLI", "cirt")              its cells, newest first; empty: no source says anything
    ledger.conflicts()                    cells of one country and indicator that disagree
    ledger.unaligned                      indicators that stand alone: no name in
                                          ``corpus/indicators.toml``, in one document only
    ledger.empty                          fields that a source leaves empty: "Address: —"

    records      Indicator, Cell, Clash, Ledger
    labels       what a label is by its words: a figure, a name, a thing that there is or is not
    topics       passages → what stands together under one label
    posing       a label → the question that ``stance`` reads a statement by
    values       a statement → its values, each with unit and date
    compared     a sentence read together with its label, by the cross-encoder
    extract      topics → statements: what is said under which label   (document by document)
    named        ``corpus/indicators.toml``
    clusters     labels that mean the same, and the documents that use them
    likeness     how alike labels are, and which documents are of a kind
    naming       what indicators and their groups are called
    align        labels → indicators, across documents and languages
    assemble     statements and indicators → Ledger
    export       Ledger → CSV, XLSX, JSON, text

A cell's status is what ``assistant.stance`` reads in its quote when the label is put as a question;
a sentence, on what a country has or has not, is read by the cross-encoder, too, and settled as
answers are (``assistant.verdicts``). Where the encoder has none, the rules alone decide.
``value`` is a statement that is no yes or no: a figure, a name, a text (``Cell.value`` is None
where it is the whole quote). A field left empty is no cell; it is listed apart. Of several cells of
one date the first says most of the indicator. A build writes statements and indicators
(``store.ledger``); only changed documents are read again, and the alignment is made anew.
"""

from assistant.ledger.records import Cell, Clash, Indicator, Ledger, Status

__all__ = ["Cell", "Clash", "Indicator", "Ledger", "Status"]
