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
    "tab.history": Words("History", "Historique"),
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
    "ask.next": Words("The source also speaks of", "La source parle aussi de"),
    "ask.stale": Words(
        "A source cited here has changed since.", "Une source citée ici a changé depuis."
    ),
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
    # Why an answer is what it is, in the page's language
    "why.summary": Words("Why this answer", "Pourquoi cette réponse"),
    "why.answered": Words(
        "Confidence that the best statement found says what was asked: {score}. "
        "An answer takes at least {least}.",
        "Confiance que le meilleur énoncé trouvé dit ce qui est demandé : {score}. "
        "Une réponse demande au moins {least}.",
    ),
    "why.not_assessed": Words(
        "The best statement found (confidence {score}) says that this was not assessed, "
        "or that there are no data.",
        "Le meilleur énoncé trouvé (confiance {score}) dit que ce point n’a pas été évalué, "
        "ou qu’il n’y a pas de données.",
    ),
    "why.unclear": Words(
        "The best statement found (confidence {score}) says that this is unclear, "
        "or holds under conditions that the question leaves open.",
        "Le meilleur énoncé trouvé (confiance {score}) dit que ce point est incertain, "
        "ou vaut à des conditions que la question laisse ouvertes.",
    ),
    "why.silent": Words(
        "Confidence that the best statement found says what was asked: {score}. "
        "That is too little; an answer takes at least {least}.",
        "Confiance que le meilleur énoncé trouvé dit ce qui est demandé : {score}. "
        "C’est trop peu ; une réponse demande au moins {least}.",
    ),
    "why.empty": Words(
        "The source has a field for this, and it is empty.",
        "La source a une rubrique pour ce point, et elle est vide.",
    ),
    "why.late": Words(
        "What the sources state speaks for another time than the one asked about.",
        "Ce que disent les sources vaut pour un autre moment que celui de la question.",
    ),
    "why.no_source": Words(
        "No document in the index covers this country.",
        "Aucun document de l’index ne couvre ce pays.",
    ),
    "part.answered": Words(
        "a statement found says what was asked", "un énoncé trouvé dit ce qui est demandé"
    ),
    "part.not_assessed": Words(
        "the best statement found says that this was not assessed",
        "le meilleur énoncé trouvé dit que ce point n’a pas été évalué",
    ),
    "part.unclear": Words(
        "the best statement found says that this is unclear",
        "le meilleur énoncé trouvé dit que ce point est incertain",
    ),
    "part.silent": Words(
        "no statement found answers the question", "aucun énoncé trouvé ne répond à la question"
    ),
    "part.no_source": Words(
        "no document in the index covers it", "aucun document de l’index ne le couvre"
    ),
    "why.weighed": Words(
        "Statements weighed, with their score from 0 to 1 and what each says",
        "Énoncés pesés, avec leur note de 0 à 1 et ce que chacun dit",
    ),
    "why.found": Words(
        "{n} passage found, with its score from 0 to 1|"
        "{n} passages found, with their scores from 0 to 1",
        "{n} passage trouvé, avec sa note de 0 à 1|{n} passages trouvés, avec leur note de 0 à 1",
    ),
    "stance.yes": Words("says yes", "dit oui"),
    "stance.no": Words("says no", "dit non"),
    "stance.not_assessed": Words("not assessed", "non évalué"),
    "stance.unclear": Words("unclear", "incertain"),
    "stance.empty": Words("empty", "vide"),
    "stance.states": Words("statement", "énoncé"),
    # Below an answer
    "tools.link": Words("Copy link", "Copier le lien"),
    "tools.link_why": Words(
        "A link to this answer that says later whether its quotes still stand",
        "Un lien vers cette réponse, qui dira plus tard si ses citations tiennent encore",
    ),
    "tools.copied": Words("Link copied", "Lien copié"),
    "tools.uncopied": Words("Could not be copied", "Copie impossible"),
    "tools.right": Words("Right", "Juste"),
    "tools.wrong": Words("Wrong", "Faux"),
    "tools.missing": Words("Source missing", "Source manquante"),
    "tools.note": Words(
        "What should whoever looks after the sources know? (optional)",
        "Que doit savoir la personne qui tient les sources ? (facultatif)",
    ),
    "tools.send": Words("Send", "Envoyer"),
    "tools.cancel": Words("Cancel", "Annuler"),
    "tools.thanks": Words("Noted, thank you.", "C’est noté, merci."),
    "tools.failed": Words("Could not be noted", "Impossible à noter"),
    "tools.group": Words("About this answer", "À propos de cette réponse"),
    # An answer of an earlier day
    "kept.heading": Words("An answer kept in a link.", "Une réponse gardée dans un lien."),
    "kept.built": Words("It was drawn from the index of", "Elle vient de l’index du"),
    "kept.newer": Words("A newer one is in use now.", "Un plus récent est en service."),
    "kept.stands": Words("The quote still stands.", "La citation tient encore."),
    "kept.changed": Words(
        "Its source has changed; the quote still stands where it did.",
        "Sa source a changé ; la citation s’y trouve encore, au même endroit.",
    ),
    "kept.moved": Words(
        "Its source has changed; the quote still stands, elsewhere in it.",
        "Sa source a changé ; la citation s’y trouve encore, ailleurs.",
    ),
    "kept.lost": Words(
        "The quote no longer stands in its source.", "La citation n’est plus dans sa source."
    ),
    "kept.removed": Words("Its source is no longer there.", "Sa source n’est plus là."),
    "kept.altered": Words(
        "Beware: this is not what the sources gave. What does not hold:",
        "Attention : ce n’est pas ce que les sources ont donné. Ce qui ne tient pas :",
    ),
    "kept.damaged": Words(
        "This link is damaged. Copy it whole, or ask again.",
        "Ce lien est abîmé. Copiez-le en entier, ou reposez la question.",
    ),
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
    "source.cite": Words("Copy citation", "Copier la référence"),
    "source.plain": Words("Plain text", "Texte simple"),
    "source.copied": Words("Copied", "Copié"),
    "source.uncopied": Words("Could not be copied", "Copie impossible"),
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
    "index.new": Words(
        "A new index is in use; the next question is answered from it.",
        "Un nouvel index est en service ; la prochaine question s’y rapporte.",
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
    # The conversations kept
    "history.heading": Words("History", "Historique"),
    "history.lead": Words(
        "Your conversations, kept in this browser and nowhere else.",
        "Vos conversations, gardées dans ce navigateur et nulle part ailleurs.",
    ),
    "history.empty": Words(
        "None yet. They are kept as soon as you ask.",
        "Aucune pour l’instant. Elles sont gardées dès que vous posez une question.",
    ),
    "history.count": Words("{n} question|{n} questions", "{n} question|{n} questions"),
    "history.delete": Words("Delete", "Supprimer"),
    "history.sure": Words("Delete for good?", "Supprimer pour de bon ?"),
    "history.index": Words(
        "Index {generation}, built {built}", "Index {generation}, construit le {built}"
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
