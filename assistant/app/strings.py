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
    "tab.board": Words("Board", "Tableau"),
    "tab.sources": Words("Sources", "Sources"),
    "tab.signed": Words("Signed", "Signées"),
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
    "ask.growing": Words("Reading on…", "La lecture continue…"),
    "ask.model": Words(
        "The language model is still being loaded; your question is next…",
        "Le modèle de langue se charge encore ; votre question suit…",
    ),
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
    "outcome.among": Words("Among them", "En fait partie"),
    "outcome.beyond": Words("Not among them", "N’en fait pas partie"),
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
    "source.views": Words("What to look at", "Ce qui est affiché"),
    "source.text_view": Words("Text", "Texte"),
    "source.page_view": Words("Page", "Page"),
    "source.passages": Words("Show passages", "Montrer les passages"),
    "source.passages_why": Words(
        "Mark what is searched, and what can be quoted", "Marquer ce qui est cherché et citable"
    ),
    "source.passage": Words("Passage {n}", "Passage {n}"),
    "source.legend": Words(
        "{n} passage, with its section and its place in the text in characters. "
        "⟦ ⟧ encloses what can be quoted.|"
        "{n} passages, each with its section and its place in the text in characters. "
        "⟦ ⟧ encloses what can be quoted.",
        "{n} passage, avec sa section et sa place dans le texte en caractères. "
        "⟦ ⟧ entoure ce qui peut être cité.|"
        "{n} passages, chacun avec sa section et sa place dans le texte en caractères. "
        "⟦ ⟧ entoure ce qui peut être cité.",
    ),
    "source.remarks": Words(
        "{n} remark on how it was read|{n} remarks on how it was read",
        "{n} remarque sur la lecture du fichier|{n} remarques sur la lecture du fichier",
    ),
    # A page of it as it looks
    "sheet.label": Words("Page as it looks", "Page telle quelle"),
    "sheet.previous": Words("Previous page", "Page précédente"),
    "sheet.next": Words("Next page", "Page suivante"),
    "sheet.smaller": Words("Smaller", "Plus petit"),
    "sheet.larger": Words("Larger", "Plus grand"),
    "sheet.number": Words("Page {n} of {total}", "Page {n} sur {total}"),
    "sheet.drawn": Words(
        "Page {n} of the original, as a picture", "Page {n} de l’original, en image"
    ),
    "sheet.boxed": Words(
        "Page {n} of the original, as a picture. Boxed in it: {quote}",
        "Page {n} de l’original, en image. Encadré : {quote}",
    ),
    "sheet.scan": Words(
        "This page is a picture: its text was recognised, so the quote cannot be boxed in it.",
        "Cette page est une image : son texte a été reconnu, la citation ne peut y être encadrée.",
    ),
    "sheet.unboxed": Words(
        "The quote could not be found on the page as it looks. Read it there by yourself.",
        "La citation n’a pas été retrouvée sur la page telle quelle. Cherchez-la à l’œil.",
    ),
    "sheet.changed": Words(
        "The file has changed since it was indexed, so its page is not shown. Rebuild the index.",
        "Le fichier a changé depuis l’indexation ; sa page n’est pas affichée. "
        "Reconstruisez l’index.",
    ),
    "sheet.missing": Words(
        "The file is no longer in the corpus folder, so its page cannot be shown.",
        "Le fichier n’est plus dans le dossier du corpus ; sa page ne peut pas être affichée.",
    ),
    "sheet.failed": Words(
        "This page cannot be drawn: it is damaged, or takes too long.",
        "Cette page ne peut pas être dessinée : elle est abîmée ou demande trop de temps.",
    ),
    "sheet.busy": Words(
        "Many pages are being drawn just now. Try again in a moment.",
        "Beaucoup de pages sont dessinées en ce moment. Réessayez dans un instant.",
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
    "index.stop": Words("Cancel", "Annuler"),
    "index.stopping": Words("Cancelling…", "Annulation…"),
    "index.stopped": Words(
        "Rebuilding was cancelled. The index from before goes on serving.",
        "Reconstruction annulée. L’index d’avant reste en service.",
    ),
    "index.builds": Words("Builds", "Versions de l’index"),
    "index.builds_lead": Words(
        "The last builds of the index, newest first, each compared with the one before it. "
        "Answers are drawn from the one that serves.",
        "Les dernières versions de l’index, la plus récente d’abord, chacune comparée à la "
        "précédente. Les réponses viennent de celle qui est en service.",
    ),
    "index.no_builds": Words("There is no build yet.", "Aucune version pour l’instant."),
    "index.serves": Words("Serves", "En service"),
    "index.unfit": Words("Cannot serve any more", "Ne peut plus servir"),
    "index.size": Words("{size} MB", "{size} Mo"),
    "index.first": Words(
        "The oldest that is kept; there is none to compare it with.",
        "La plus ancienne qui soit gardée ; aucune autre à laquelle la comparer.",
    ),
    "index.alike": Words("No document differs.", "Aucun document ne diffère."),
    "index.difference": Words(
        "Passages: {added} added, {removed} removed, {kept} kept",
        "Passages : {added} ajoutés, {removed} retirés, {kept} gardés",
    ),
    "index.added": Words("Added", "Ajoutés"),
    "index.edited": Words("Changed", "Modifiés"),
    "index.removed": Words("Removed", "Retirés"),
    "index.roll_back": Words("Let it serve again", "Remettre en service"),
    "index.roll_back_to": Words(
        "Go back to the build of {date}?", "Revenir à la version du {date} ?"
    ),
    "index.roll_back_sure": Words(
        "From the next question on, everybody’s answers come from this build. The sources "
        "themselves stay as they are, and the newer build is kept.",
        "Dès la prochaine question, toutes les réponses viendront de cette version. Les sources "
        "elles-mêmes ne changent pas, et la version plus récente est gardée.",
    ),
    "index.rolled_back": Words(
        "An older build serves again.", "Une version plus ancienne est de nouveau en service."
    ),
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
    # The board
    "board.heading": Words("Who has what", "Qui a quoi"),
    "board.lead": Words(
        "What the sources say of each country, newest first. Choose a cell to read its evidence.",
        "Ce que les sources disent de chaque pays, le plus récent d’abord. "
        "Choisissez une case pour lire ce qui l’étaye.",
    ),
    "board.filters": Words("Filter", "Filtrer"),
    "board.words": Words("Search countries, indicators, values", "Chercher pays, sujets, valeurs"),
    "board.add_country": Words("Add a country", "Ajouter un pays"),
    "board.picked": Words("Countries shown", "Pays affichés"),
    "board.drop": Words("Leave out {country}", "Retirer {country}"),
    "board.country": Words("Country", "Pays"),
    "board.group": Words("Group", "Groupe"),
    "board.any_group": Words("All groups", "Tous les groupes"),
    "board.no_group": Words("Other", "Autres"),
    "board.since": Words("As of", "En date de"),
    "board.any_date": Words("Any date", "Toutes les dates"),
    "board.since_year": Words("As of {year} or later", "En date de {year} ou après"),
    "board.with_alone": Words(
        "With {n} label that stands alone|With {n} labels that stand alone",
        "Avec {n} intitulé isolé|Avec {n} intitulés isolés",
    ),
    "board.alone": Words("Stands alone", "Isolé"),
    "board.alone_why": Words(
        "These labels occur in one document only, so they are compared with no other country.",
        "Ces intitulés ne figurent que dans un document ; ils ne se comparent à aucun autre pays.",
    ),
    "board.statuses": Words("Status", "Situation"),
    "board.value": Words("Stated", "Indiqué"),
    "board.silent": Words("No source says", "Aucune source ne le dit"),
    "board.clashes": Words("Conflicts", "Contradictions"),
    "board.change": Words("Changed over time", "A changé avec le temps"),
    "board.change_why": Words(
        "Sources of different dates differ; it may be a development",
        "Des sources de dates différentes diffèrent ; c’est peut-être une évolution",
    ),
    "board.disagreement": Words("Sources disagree", "Les sources se contredisent"),
    "board.disagreement_why": Words(
        "Sources of the same date say different things",
        "Des sources de même date disent des choses différentes",
    ),
    "board.statements": Words("{n} statement|{n} statements", "{n} énoncé|{n} énoncés"),
    "board.indicators": Words("{n} indicator|{n} indicators", "{n} indicateur|{n} indicateurs"),
    "board.extent": Words(
        "Filled cells: {cells} · countries: {rows} · indicators: {columns}",
        "Cases remplies : {cells} · pays : {rows} · indicateurs : {columns}",
    ),
    "board.clear": Words("Clear filters", "Effacer les filtres"),
    "board.none": Words("Nothing passes these filters.", "Rien ne passe ces filtres."),
    "board.empty": Words(
        "No source speaks of a country yet. Add one, then rebuild the index.",
        "Aucune source ne parle encore d’un pays. Ajoutez-en une, puis reconstruisez l’index.",
    ),
    "board.out": Words("Filtered out", "Écarté par les filtres"),
    "board.by_country": Words("By country", "Par pays"),
    "board.by_indicator": Words("By indicator", "Par indicateur"),
    "board.ways": Words("How to look at it", "Façon de voir"),
    "board.lens": Words("Shown", "Affiché"),
    "board.read": Words("Country profile", "Profil du pays"),
    "board.profile": Words("Country profile", "Profil du pays"),
    "board.back": Words("Back to the board", "Retour au tableau"),
    "board.close": Words("Close the evidence", "Fermer"),
    "board.open_source": Words("Open the source here", "Ouvrir la source ici"),
    "board.nothing": Words(
        "No source in the index says anything of this.", "Aucune source de l’index n’en parle."
    ),
    "board.unsaid": Words("No source says", "Aucune source ne dit"),
    "board.more": Words("and {n} more|and {n} more", "et {n} autre|et {n} autres"),
    "board.files": Words("Save what is shown, with quotes", "Enregistrer, avec les citations"),
    "board.loading": Words("Reading the ledger…", "Lecture du registre…"),
    "board.failed": Words(
        "The board could not be made; the server’s log says why. Rebuild the index.",
        "Le tableau n’a pas pu être établi ; le journal du serveur dit pourquoi. "
        "Reconstruisez l’index.",
    ),
    "board.newer": Words(
        "The index has been rebuilt meanwhile. Look again, then save.",
        "L’index a été reconstruit entre-temps. Vérifiez, puis enregistrez.",
    ),
    "board.unreachable": Words(
        "The server did not answer. Check that it is running.",
        "Le serveur n’a pas répondu. Vérifiez qu’il tourne.",
    ),
    # The table of sources
    "sources.heading": Words("Sources", "Sources"),
    "sources.lead": Words(
        "What the answers are drawn from. Choose one to read it.",
        "Ce dont les réponses sont tirées. Choisissez-en une pour la lire.",
    ),
    "sources.filter": Words(
        "Filter by title, publisher, country or state", "Filtrer par titre, éditeur, pays ou état"
    ),
    "sources.country": Words("Country", "Pays"),
    "sources.title": Words("Source", "Source"),
    "sources.as_of": Words("As of", "En date du"),
    "sources.passages": Words("Passages", "Passages"),
    "sources.state": Words("State", "État"),
    "sources.any": Words("Any", "Tous"),
    "sources.empty": Words(
        "No source yet. Add one, or put files into the corpus folder and rebuild the index.",
        "Aucune source. Ajoutez-en une, ou mettez des fichiers dans le dossier du corpus "
        "et reconstruisez l’index.",
    ),
    "sources.acts": Words("Remove", "Retirer"),
    "sources.remove": Words("Remove", "Retirer"),
    "sources.remove_what": Words("Remove {path}?", "Retirer {path} ?"),
    "sources.remove_sure": Words(
        "The file is deleted, and so is what is said of it alone in a file beside it. "
        "The index is then rebuilt without it.",
        "Le fichier est supprimé, de même que la fiche qui ne décrit que lui. "
        "L’index est ensuite reconstruit sans lui.",
    ),
    "sources.cancel": Words("Cancel", "Annuler"),
    "sources.back": Words("Back to the list", "Retour à la liste"),
    "sources.unreachable": Words(
        "No reply came back. Check that the server is running, then try again.",
        "Aucune réponse n’est arrivée. Vérifiez que le serveur tourne, puis réessayez.",
    ),
    # Adding a source
    "sources.add": Words("Add sources", "Ajouter des sources"),
    "sources.add_lead": Words(
        "You see what is understood of each before anything is kept. At most {size} MB a file.",
        "Vous voyez ce qui est compris de chacune avant que rien ne soit gardé. "
        "{size} Mo au plus par fichier.",
    ),
    "sources.drop": Words("Drop files here, or", "Déposez des fichiers ici, ou"),
    "sources.choose": Words("Choose files", "Choisir des fichiers"),
    "sources.address": Words("Or a page or file on the web", "Ou une page ou un fichier du web"),
    "sources.fetch": Words("Fetch", "Récupérer"),
    "sources.sending": Words("Fetching the file…", "Réception du fichier…"),
    "sources.reading": Words("Reading it…", "Lecture en cours…"),
    "sources.too_large": Words(
        "Larger than {n} MB. Split it.", "Plus de {n} Mo. Divisez le fichier."
    ),
    "sources.count_headings": Words("{n} heading|{n} headings", "{n} titre|{n} titres"),
    "sources.count_tables": Words("{n} table|{n} tables", "{n} tableau|{n} tableaux"),
    "sources.count_pages": Words("{n} page|{n} pages", "{n} page|{n} pages"),
    "sources.remarks": Words("Could not be read", "Ce qui n’a pas pu être lu"),
    "sources.outline": Words("Headings", "Titres"),
    "sources.extract": Words("Text as understood", "Texte tel qu’il est compris"),
    "sources.more_headings": Words("and {n} more|and {n} more", "et {n} autre|et {n} autres"),
    "sources.and_more": Words("and {n} more|and {n} more", "et {n} autre|et {n} autres"),
    "sources.field_title": Words("Title", "Titre"),
    "sources.field_countries": Words("Country", "Pays"),
    "sources.field_publisher": Words("Publisher", "Éditeur"),
    "sources.field_as_of": Words("As of", "En date du"),
    "sources.field_language": Words("Language", "Langue"),
    "sources.field_url": Words("Address of the original", "Adresse de l’original"),
    "sources.hint_fixed": Words(
        "Stated in the document; change it there.", "Indiqué dans le document ; à changer là."
    ),
    "sources.hint_told": Words(
        "Told from the document. Correct it if it is wrong.",
        "Déduit du document. Corrigez si c’est faux.",
    ),
    "sources.hint_stated": Words("As you state it.", "Comme vous l’indiquez."),
    "sources.hint_unknown": Words("Not known.", "Inconnu."),
    "sources.hint_countries": Words(
        "Not known. Names or codes, with commas between; “none” if it is about no country.",
        "Inconnu. Noms ou codes, séparés par des virgules ; « aucun » s’il ne porte sur aucun "
        "pays.",
    ),
    "sources.hint_none": Words(
        "As you state it. Several with commas between.",
        "Comme vous l’indiquez. Plusieurs, séparés par des virgules.",
    ),
    "sources.hint_as_of": Words(
        "Not known: its quotes would be undated. The date it speaks for: 2014, 2014-08 "
        "or 2014-08-12.",
        "Inconnue : ses citations seraient sans date. La date dont il parle : 2014, 2014-08 "
        "ou 2014-08-12.",
    ),
    "sources.place": Words("Will be kept as {path}", "Sera gardé sous {path}"),
    "sources.replace": Words(
        "Replace the other document that is kept as {path}",
        "Remplacer l’autre document gardé sous {path}",
    ),
    "sources.same": Words("Is a source already: {path}", "Est déjà une source : {path}"),
    "sources.taken": Words(
        "Another document is kept as {path}. Say that this one replaces it, or give its file "
        "another name.",
        "Un autre document est gardé sous {path}. Dites que celui-ci le remplace, ou donnez un "
        "autre nom à son fichier.",
    ),
    "sources.expired": Words(
        "The server no longer holds this document. Choose it again.",
        "Le serveur n’a plus ce document. Choisissez-le de nouveau.",
    ),
    "sources.confirm": Words("Add to the sources", "Ajouter aux sources"),
    "sources.confirm_all": Words("Add all {n}", "Ajouter les {n}"),
    "sources.discard": Words("Discard", "Abandonner"),
    "sources.added": Words(
        "Added as {path}. Answers use it as soon as the index is rebuilt.",
        "Ajouté sous {path}. Les réponses s’en servent dès que l’index est reconstruit.",
    ),
    "sources.more": Words(
        "and {n} more, which the filter finds|and {n} more, which the filter finds",
        "et {n} autre, que le filtre trouve|et {n} autres, que le filtre trouve",
    ),
    # Who may do what, and how often
    "access.reader": Words(
        "Sign in to ask and read.", "Connectez-vous pour poser des questions et lire."
    ),
    "access.editor": Words(
        "Only editors may change sources and index. Sign in as one.",
        "Seuls les éditeurs peuvent modifier les sources et l’index. Connectez-vous comme éditeur.",
    ),
    "access.signin": Words("Sign in", "Se connecter"),
    "access.signout": Words("Sign out", "Se déconnecter"),
    "access.reader_role": Words("reader", "lecture"),
    "access.editor_role": Words("editor", "édition"),
    "access.ask": Words(
        "Too many questions at once from here. Ask again in {n} second.|"
        "Too many questions at once from here. Ask again in {n} seconds.",
        "Trop de questions à la fois d’ici. Réessayez dans {n} seconde.|"
        "Trop de questions à la fois d’ici. Réessayez dans {n} secondes.",
    ),
    "access.upload": Words(
        "Too many files at once from here. Try again in {n} second.|"
        "Too many files at once from here. Try again in {n} seconds.",
        "Trop de fichiers à la fois d’ici. Réessayez dans {n} seconde.|"
        "Trop de fichiers à la fois d’ici. Réessayez dans {n} secondes.",
    ),
    "access.login": Words(
        "Too many attempts from here. Try again in {n} second.|"
        "Too many attempts from here. Try again in {n} seconds.",
        "Trop de tentatives d’ici. Réessayez dans {n} seconde.|"
        "Trop de tentatives d’ici. Réessayez dans {n} secondes.",
    ),
    "access.foreign": Words(
        "Another site’s page asked for this, so it was refused.",
        "La page d’un autre site l’a demandé ; c’est donc refusé.",
    ),
    "access.host": Words(
        "This server does not answer to the name {host}. Open it under its own address, or tell "
        "it the name: assistant serve --public-url https://…",
        "Ce serveur ne répond pas au nom {host}. Ouvrez-le à sa propre adresse, ou donnez-lui ce "
        "nom : assistant serve --public-url https://…",
    ),
    "access.large": Words(
        "The request is larger than {n} byte.|The request is larger than {n} bytes.",
        "La requête dépasse {n} octet.|La requête dépasse {n} octets.",
    ),
    "access.wrong": Words(
        "Name and password do not go together.", "Le nom et le mot de passe ne vont pas ensemble."
    ),
    # Signing in
    "login.heading": Words("Sign in", "Connexion"),
    "login.name": Words("Name", "Nom"),
    "login.password": Words("Password", "Mot de passe"),
    "login.enter": Words("Sign in", "Se connecter"),
    "login.help": Words(
        "Whoever runs this server gives out names and passwords.",
        "Les noms et mots de passe sont donnés par la personne qui gère ce serveur.",
    ),
    # The conversations kept
    # Signed answers
    "tools.sign": Words("Sign off", "Signer"),
    "tools.sign_why": Words(
        "Keep this answer as one you stand by; you are told when its sources change",
        "Garder cette réponse comme sûre ; vous saurez si ses sources changent",
    ),
    "tools.signed": Words("Signed.", "Signée."),
    "tools.unsigned": Words("It could not be signed.", "Elle n’a pas pu être signée."),
    "signed.heading": Words("Signed answers", "Réponses signées"),
    "signed.lead": Words(
        "Answers that somebody stands by. Each is asked again after every build; those whose "
        "quote has changed or gone, or whose outcome differs, are listed.",
        "Les réponses dont quelqu’un se porte garant. Chacune est reposée après chaque "
        "reconstruction ; celles dont une citation a changé ou disparu, ou dont le résultat "
        "diffère, sont listées.",
    ),
    "signed.left": Words(
        "{n} answer still to be compared…|{n} answers still to be compared…",
        "{n} réponse encore à comparer…|{n} réponses encore à comparer…",
    ),
    "signed.sum": Words("{n} of {all} no longer hold", "{n} sur {all} ne tiennent plus"),
    "signed.all": Words("Show those that hold, too", "Montrer aussi celles qui tiennent"),
    "signed.empty": Words(
        "No answer has been signed yet. “Sign off” stands below each answer.",
        "Aucune réponse n’est encore signée. « Signer » se trouve sous chaque réponse.",
    ),
    "signed.on": Words("Signed", "Signée le"),
    "signed.open": Words("Open as signed", "Ouvrir telle que signée"),
    "signed.withdraw": Words("Withdraw", "Retirer"),
    "signed.sure": Words("Withdraw for good?", "Retirer pour de bon ?"),
    "signed.comparing": Words("Being compared…", "Comparaison en cours…"),
    "signed.holds": Words("It still holds.", "Elle tient toujours."),
    "signed.differs": Words("It no longer holds as signed.", "Elle ne tient plus telle quelle."),
    "signed.changed": Words("The quote reads otherwise now", "La citation se lit autrement"),
    "signed.vanished": Words("The quote is gone", "La citation a disparu"),
    "signed.outcome": Words("The outcome differs", "Le résultat diffère"),
    # History
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
    "state.duplicate": Words("Same as", "Identique à"),
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
