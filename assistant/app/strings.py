"""Every word of the page that no document and no answer says, in English and French.

The page's own words follow the reader's choice (``data-t`` attributes, filled in by page.js);
the words around an answer's quotes follow the language of the question (``say``).
"""

from typing import NamedTuple

from assistant.types import Language

LANGUAGES: tuple[Language, ...] = ("en", "fr")


class Words(NamedTuple):
    """One string in both languages; ``{n}`` is filled in, ``one|many`` chosen by ``n``."""

    en: str
    fr: str


STRINGS: dict[str, Words] = {
    # The page
    "title": Words("Country status assistant", "Assistant de situation des pays"),
    "language": Words("Language", "Langue"),
    "tab.ask": Words("Ask", "Questions"),
    "tab.sources": Words("Sources", "Sources"),
    # Asking
    "ask.heading": Words("Ask. Then check.", "Demandez. Puis vérifiez."),
    "ask.lead": Words(
        "Answers about a country’s laws, institutions, treaties and figures, each one a sentence "
        "quoted from its source. Where no source says it, you are told so.",
        "Des réponses sur les lois, les institutions, les traités et les chiffres d’un pays, "
        "chacune citée mot pour mot de sa source. Si aucune source ne le dit, la page le dit.",
    ),
    "ask.examples": Words("For example", "Par exemple"),
    "ask.label": Words("Your question", "Votre question"),
    "ask.placeholder": Words(
        "Ask in English or French…", "Posez une question, en français ou en anglais…"
    ),
    "ask.send": Words("Send", "Envoyer"),
    "ask.stop": Words("Stop", "Arrêter"),
    "ask.new": Words("New conversation", "Nouvelle conversation"),
    "ask.keys": Words(
        "Enter sends · Shift + Enter for a new line",
        "Entrée pour envoyer · Maj + Entrée pour aller à la ligne",
    ),
    "ask.log": Words("Conversation", "Conversation"),
    "ask.you": Words("You asked", "Vous avez demandé"),
    "ask.searching": Words("Reading the sources…", "Lecture des sources…"),
    "ask.queued": Words("Waiting for its turn…", "En attente…"),
    "ask.stopped": Words("Stopped.", "Arrêté."),
    "ask.lost": Words(
        "No answer came back. Check that the server is running, then ask again.",
        "Aucune réponse n’est arrivée. Vérifiez que le serveur tourne, puis reposez la question.",
    ),
    "ask.failed": Words(
        "Something went wrong on the server; its log says what. Ask again or rebuild the index.",
        "Un problème est survenu sur le serveur ; son journal dit lequel. "
        "Reposez la question ou reconstruisez l’index.",
    ),
    # An answer, in the question's language
    "outcome.yes": Words("Yes", "Oui"),
    "outcome.no": Words("No", "Non"),
    "outcome.answered": Words("Answered", "Réponse trouvée"),
    "outcome.not_assessed": Words("Not assessed", "Non évalué"),
    "outcome.unclear": Words("Unclear", "Incertain"),
    "outcome.silent": Words("The sources are silent", "Les sources n’en disent rien"),
    "outcome.no_source": Words("No source for this country", "Aucune source pour ce pays"),
    "answer.hedged": Words("With reservations", "Avec réserves"),
    "answer.hedged_why": Words(
        "The source says so with a reservation; read its wording",
        "La source l’affirme avec une réserve ; lisez sa formulation",
    ),
    "answer.as_of": Words("as of {date}", "au {date}"),
    "answer.as_of_partial": Words("as of {date}", "en {date}"),
    "answer.undated": Words("undated", "sans date"),
    "answer.old": Words("Old evidence", "Information ancienne"),
    "answer.old_why": Words(
        "The source speaks for a date more than five years ago",
        "La source parle d’une date qui remonte à plus de cinq ans",
    ),
    "answer.open": Words("Open source {n}: {title}", "Ouvrir la source {n} : {title}"),
    "answer.considered": Words(
        "{n} passage considered|{n} passages considered",
        "{n} passage examiné|{n} passages examinés",
    ),
    "answer.show": Words("Show this passage in {title}", "Montrer ce passage dans {title}"),
    # The source
    "source.label": Words("Source", "Source"),
    "source.hint": Words(
        "Each marker in an answer opens the source here, at the sentence quoted.",
        "Chaque repère d’une réponse ouvre la source ici, à la phrase citée.",
    ),
    "source.previous": Words("Previous citation", "Citation précédente"),
    "source.next": Words("Next citation", "Citation suivante"),
    "source.place": Words("Citation {n} of {total}", "Citation {n} sur {total}"),
    "source.close": Words("Close the source", "Fermer la source"),
    "source.original": Words("Original", "Original"),
    "source.original_why": Words(
        "Open the original in a new tab", "Ouvrir l’original dans un nouvel onglet"
    ),
    "source.restated": Words(
        "Restated in our own words from the original",
        "Reformulé dans nos propres mots d’après l’original",
    ),
    "source.text": Words("Text of the source", "Texte de la source"),
    "source.language": Words("Language", "Langue"),
    "source.countries": Words("Country", "Pays"),
    "source.file": Words("File", "Fichier"),
    "source.rights": Words("Rights", "Droits"),
    "source.page": Words("page {n}", "page {n}"),
    "source.missing": Words(
        "This source is no longer in the index, so its text cannot be shown.",
        "Cette source n’est plus dans l’index ; son texte ne peut pas être affiché.",
    ),
    "source.moved": Words(
        "The source has changed since this answer. The sentence quoted still stands in it.",
        "La source a changé depuis cette réponse. La phrase citée s’y trouve encore.",
    ),
    "source.gone": Words(
        "The source has changed since this answer, and the sentence quoted is no longer in it. "
        "Ask again.",
        "La source a changé depuis cette réponse, et la phrase citée n’y est plus. "
        "Reposez la question.",
    ),
    "source.unreachable": Words(
        "The source could not be fetched. Check that the server is running.",
        "La source n’a pas pu être chargée. Vérifiez que le serveur tourne.",
    ),
    # The index
    "index.sources": Words("{n} source|{n} sources", "{n} source|{n} sources"),
    "index.passages": Words("{n} passage|{n} passages", "{n} passage|{n} passages"),
    "index.built": Words("built {date}", "construit le {date}"),
    "index.loading": Words("Opening the index…", "Ouverture de l’index…"),
    "index.trouble": Words("The index cannot be used", "L’index est inutilisable"),
    "index.current": Words("Up to date", "À jour"),
    "index.changed": Words(
        "{n} source changed since|{n} sources changed since",
        "{n} source modifiée depuis|{n} sources modifiées depuis",
    ),
    "index.rebuild": Words("Rebuild index", "Reconstruire l’index"),
    "index.building": Words("Rebuilding…", "Reconstruction…"),
    "index.busy": Words(
        "The index is already being rebuilt; it will be used as soon as it is ready.",
        "L’index est déjà en cours de reconstruction ; il servira dès qu’il sera prêt.",
    ),
    "index.done": Words(
        "Index rebuilt in {seconds} s: {added} added, {changed} changed, {removed} removed.",
        "Index reconstruit en {seconds} s : {added} ajoutées, {changed} modifiées, "
        "{removed} retirées.",
    ),
    "index.same": Words("The index was already up to date.", "L’index était déjà à jour."),
    "index.skipped": Words(
        "{n} file could not be read; see Sources.|{n} files could not be read; see Sources.",
        "{n} fichier illisible ; voir Sources.|{n} fichiers illisibles ; voir Sources.",
    ),
    "index.dismiss": Words("Dismiss", "Fermer"),
    "stage.model": Words("Preparing the encoder", "Préparation de l’encodeur"),
    "stage.read": Words("Reading documents", "Lecture des documents"),
    "stage.split": Words("Splitting into passages", "Découpage en passages"),
    "stage.encode": Words("Encoding passages", "Encodage des passages"),
    "stage.write": Words("Writing the index", "Écriture de l’index"),
    # The table of sources
    "sources.heading": Words("Sources", "Sources"),
    "sources.lead": Words(
        "What the answers are drawn from. Choose one to read it.",
        "Ce dont les réponses sont tirées. Choisissez-en une pour la lire.",
    ),
    "sources.filter": Words("Filter by title, publisher or country", "Filtrer par titre ou pays"),
    "sources.country": Words("Country", "Pays"),
    "sources.title": Words("Source", "Source"),
    "sources.as_of": Words("As of", "En date du"),
    "sources.passages": Words("Passages", "Passages"),
    "sources.state": Words("State", "État"),
    "sources.any": Words("Any", "Tous"),
    "sources.empty": Words(
        "No source yet. Add a text or Markdown file to the corpus folder, then rebuild the index.",
        "Aucune source. Ajoutez un fichier texte ou Markdown au dossier du corpus, "
        "puis reconstruisez l’index.",
    ),
    "sources.more": Words(
        "and {n} more, which the filter finds|and {n} more, which the filter finds",
        "et {n} autre, que le filtre trouve|et {n} autres, que le filtre trouve",
    ),
    "state.current": Words("Current", "À jour"),
    "state.changed": Words("Changed", "Modifiée"),
    "state.new": Words("New", "Nouvelle"),
    "state.removed": Words("Removed", "Retirée"),
    "state.refused": Words("Refused", "Refusée"),
}


def say(key: str, language: str, **values: object) -> str:
    """Return a string in ``language`` (English where it is not French), filled in."""
    text = STRINGS[key].fr if language == "fr" else STRINGS[key].en
    if "|" in text:
        text = text.split("|")[_is_many(values["n"], language)]
    return text.format(**values) if values else text


def _is_many(number: object, language: str) -> bool:
    """French counts zero as one; English does not."""
    return number not in ((0, 1) if language == "fr" else (1,))


def table() -> dict[str, dict[str, str]]:
    """Return the strings by language and key, as page.js wants them."""
    return {
        language: {key: getattr(words, language) for key, words in STRINGS.items()}
        for language in LANGUAGES
    }
