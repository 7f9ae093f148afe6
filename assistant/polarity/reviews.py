"""Sentences that tell that a review did not reach a matter, by their parts. In folded text.

Where ``unassessed`` knows how such sentences are put, this goes by who or what they are about (a
review and its findings, those who make it or answer to it, the point at hand) and by what is told
of that: that it is missing, put off, or not done.
"""

import re

_MATTER = (
    r"(?:points?|indicators?|questions?|items?|topics?|sections?|headings?|subjects?|aspects?"
    r"|criteri(?:on|a)|matters?|issues?|fields?|parts?|areas?|entry|entries|variables?|themes?"
    r"|dimensions?|sub-?indicators?|elements?|components?|boxes|box|cells?|lines?|rows?"
    r"|indicateurs?|rubriques?|sujets?|criteres?|volets?|domaines?|parties?|matieres?"
    r"|entrees?|cases?|lignes?|champs?|variables?|thematiques?)"
)
_POINTED = (
    rf"(?:(?:this|these|that|the\ present|cet?|cette|ces|l[ae]\ presente?)\ (?:\w+\ )?{_MATTER}"
    r"|(?:the|l[ae]s?)\ (?:question|indicator|item|criterion|entry|field|rubrique|critere|variable)"
    r"|l'(?:indicateur|item|element))"
)
_WORK = (
    r"(?:assessments?|evaluations?|reviews?|ratings?|scor(?:e|es|ing)|grad(?:e|es|ing)|marks?"
    r"|appraisals?|desk\ research|field\ ?work|data\ collection|fact-finding|verification"
    r"|notes?|notations?|cotations?|collecte(?:\ des?\ (?:donnees|informations))?|examens?)"
)
_DATA = (
    r"(?:data|information|informations|figures|statistics|details|inputs?|estimates?|census"
    r"|figures?|donnees?"
    r"|renseignements?|statistiques|chiffres?|estimations?|recensements?|elements\ d'information"
    r"|precisions)"
)
_REPLY = (
    r"(?:repl(?:y|ies)|responses?|answers?|questionnaires?|submissions?|returns?|feedback|inputs?"
    r"|reponses?|retours?|contributions?)"
)
_STUDY = (
    r"(?:assessment|evaluation|review|survey|study|report|profile|index|edition|exercise|round"
    r"|cycle|questionnaire|mission|research|analysis|appraisal|monitoring|scorecard|country\ visit"
    r"|rapport|profil|etude|enquete|examen|exercice|recherche|analyse|fiche|campagne|indice|visite)"
)
_PEOPLE = (
    r"(?:assessors?|evaluators?|reviewers?|surveyors?|researchers?|raters?|monitors?|authors?"
    r"|analysts?|rapporteurs?|enumerators?|consultants?|evaluateurs?|evaluatrices?|enqueteurs?"
    r"|chercheurs?|auteurs?|examinateurs?|analystes?|redacteurs?|team|equipe|we|nous|mission)"
)
_NOT = r"(?:not|\w+n't|never|no|none|nobody|pas|jamais|aucune?|nul|personne|rien|ni|guere|point)"
_LOOK = (
    r"(?:look|assess|evaluat|rat(?:e|ed|ing)\b|scor|examin|review|survey|investigat|research"
    r"|stud(?:y|i)|analy[sz]|cover|address|deal|dealt|treat|trait|consider|reach|extend|take\ up"
    r"|taken\ up|touch|explor|appraise|measur|apprais|inspect|includ|inclu|go\ into|look\ into"
    r"|evalue|note[re]?[es]*\b|porte|pench|couvr|couvert|abord|etudi|analys|etendu"
    r"|enquet|explor|apprecie|mesur|creus|pass(?:e|ee)\ en\ revue|traite|dispos|concern"
    r"|interess|prononc|seen|visit|vu\b|ask(?:ed)?\b|inquir|enquir|interrog|recherch)"
)
_LATER = (
    r"(?:pending|outstanding|postponed|put\ off|put\ back|deferred|delayed|held\ over|suspended"
    r"|to\ follow|will\ follow|follows|in\ progress|under\ ?way|ongoing|incomplete|unfinished"
    r"|awaited|scheduled|planned\ for|set\ for|due|carried\ over|left\ for|reserved\ for"
    r"|yet\ to|still\ to|remains?\ to|to\ be\ \w+|will\ be|is\ to\ be|will\ come|next\ (?:edition"
    r"|round|cycle|year|update|report|issue)|interrupted|halted|still\ open"
    r"|reportee?s?|differee?s?|repoussee?s?|ajournee?s?|remise?s?\ a|suivra|suivront|a\ suivre"
    r"|en\ (?:cours|attente|suspens)|attendue?s?|prevue?s?|programmee?s?|sera|seront|reste(?:nt)?"
    r"\ a|a\ venir|prochaine?|ulterieure?(?:ment)?|incomplete?s?|inacheve(?:e|s|es)?|suspendue?s?)"
)
_OUT = (
    r"(?:left\ (?:out|aside|blank|empty|open|unanswered|uncovered|unexamined|untouched|unmarked)"
    r"|skipped|omitted|dropped\ from|excluded|passed\ over|set\ aside|disregarded|exempted\ from"
    r"|unanswered|unassessed|unrated|unscored|unexamined|not\ part\ of|withheld"
    r"|laissee?s?\ (?:de\ cote|en\ blanc|vides?|sans)|omise?s?|omis|ecartee?s?\ d|exclue?s?"
    r"|ignoree?s?|sautee?s?|sans\ (?:reponse|evaluation|note)|echappe(?:nt)?)"
)
_HAD = (
    r"(?:available|at\ hand|collected|received|provided|obtained|obtainable|found|submitted"
    r"|gathered|supplied|sufficient|enough|reported|returned|transmitted|shared|forthcoming"
    r"|accessible|made\ public|compiled|recorded|given|entered|noted|located|reach\w*|arriv\w*"
    r"|exist|allow|permit|enable|come\ in|disponibles?|recueillie?s?|recue?s?|fournie?s?"
    r"|obtenue?s?|collectee?s?|communiquee?s?|transmise?s?|parvenue?s?|trouvee?s?|suffisante?s?"
    r"|rassemblee?s?|publiee?s?|existe(?:nt)?|permet(?:tent)?|accessibles?|remontee?s?|saisie?s?"
    r"|enregistree?s?|produite?s?)"
)
_LACKED = (
    r"(?:missing|lacking|unavailable|insufficient|inaccessible|incomplete|scarce|too\ (?:few|scant"
    r"|sparse|thin|old)|absent|awaited|pending|outstanding|wanting|inconclusive\ data"
    r"|mise?s?\ a\ jour\ en\ attente|manqu(?:e|ent|antes?|aient)|(?:font|fait|faisaient)\ defaut"
    r"|indisponibles?|insuffisante?s?|lacunaires?|inexploitables?|absente?s?|attendue?s?)"
)
_DONE = (
    r"(?:done|made|carried|conducted|completed|finished|finalised|finalized|started|begun"
    r"|undertaken|performed|taken|held|concluded|attributed|assigned|given|awarded|set|put"
    r"|published|available|possible|attempted|reached|applied|produced|posed|asked|raised"
    r"|answered|faite?s?|realisee?s?|menee?s?|conduite?s?|effectuee?s?|achevee?s?|terminee?s?"
    r"|entreprise?s?|finalisee?s?|attribuee?s?|donnee?s?|eu\ lieu|commencee?|engagee?s?|possible"
    r"|posee?s?|portee?s?|disponibles?|remplie?s?|renseignee?s?|filled|traitee?s?|etabli(?:e|es)?)"
)
_GAP = r"[^.;:,]{0,70}?"
_NEAR = r"[^.;:,]{0,35}?"
_BY_LAW = (
    r"(?!\ (?:by|in|par|dans|under|en)\ (?:the\ |l[ae]\ |an?\ |une?\ |any\ |aucune?\ |l'|droit\ )?"
    r"(?:laws?|acts?|code|penal|criminal|constitution|parliament|legislat\w+|cabinet|court"
    r"|loi|parlement|legislation|decret|decree|government|gouvernement|assemblee|regulation))"
)
UNREACHED = re.compile(
    rf"""
    # The point at hand was not looked into, left out, or is for later.
    \b{_POINTED}\ {_NEAR}\b{_NOT}\ {_NEAR}\b(?:{_LOOK}\w*|part\ of|l'objet|{_DONE}\b|put\ to
        |posee?)\b {_BY_LAW}
    | \b{_POINTED}\ {_NEAR}\b(?:{_OUT}|{_LATER}\ {_NEAR}(?:{_LOOK}\w*|{_DONE}|complet\w+|filled
        |edition|round|cycle|review|update|stage|date|\d{{4}}))\b
    | \b{_POINTED}\ [^.;]{{0,90}}?\b(?:n'a|has|was)\ (?:\w+\ )?(?:pas|not)\ (?:\w+\ )?(?:ete|been)
        \ {_LOOK}\w* {_BY_LAW}
    # The review was not made, or is for later.
    | (?:\A\W*|[.;:]\ |\b(?:the|this|an?|our|its|no|any|la|cette|l'|une|aucune|as|and|et)\ ?)
        (?:\w+\ )?{_WORK}\ (?:of\ [^.;:,]{{3,60}}\ |d[eu]s?\ [^.;:,]{{3,60}}\ )?{_NEAR}
        (?:\b{_LATER}\b|\b{_NOT}\ {_NEAR}\b{_DONE}\b) {_BY_LAW}
    | \b(?:no|aucune?|sans|without(?:\ an?y?)?|pas\ d[e'])\ ?(?:\w+\ )?{_WORK}
        \ {_NEAR}\b(?:{_DONE}|exist\w*|on\ (?:this|record)|sur\ ce)\b {_BY_LAW}
    | \ben\ (?:cours|attente)\ d'(?:evaluation|examen\b(?!\ (?:par|au|a|devant)\b)|appreciation)
    | \b(?:examination|consideration|processing|study|stud(?:y|ies)|survey|etude|traitement|enquete
        |depouillement|examen)\ (?:of|d[eu]s?|on|sur)\ [^.;:,]{{2,60}}?\b(?:(?:is|was|has\ been
        |have\ been|est
        |a\ ete)\ (?:\w+\ )?(?:deferred|postponed|put\ off|in\ progress|under\ way|ongoing|en\ cours
        |reportee?|differee?|ajournee?)|se\ poursui\w+|suit\ son\ cours
        |n'a\ pas\ (?:encore\ )?(?:debute
        |commence|demarre)|(?:has|have)\ (?:not|yet\ to)\ (?:\w+\ )?(?:begun|begin
        |start\w*)) {_BY_LAW}
    | \b(?:n'a|n'ont|avoir)\ (?:pas\ )?(?:encore\ )?fait\ l'objet\ d'(?:une?|aucune?)\ (?:examen
        |evaluation|etude|analyse|enquete)\b (?!\ (?:par|au|aux|devant|parlementaire|judiciaire)\b)
    | \b(?:nobody|no\ one|no-one|personne|nul)\b{_NEAR}\b{_LOOK}\w*\ (?:\w+\ )?(?:{_POINTED}
        |(?:at|into|on|sur|a)\ (?:this|that|it|ce|cela|cette|la\ question))
    | \b(?:has|have)\ yet\ to\ {_LOOK}\w*\ (?:\w+\ )?{_POINTED}
    | \b(?:left|laisse(?:nt|es?)?)\ (?:aside|out|de\ cote)\ {_POINTED}
    | \b(?:not|n't|pas)\ (?:\w+\ )?(?:among|part\ of|one\ of|partie|parmi|au\ nombre)\ {_NEAR}
        \b(?:countries|states|pays|etats)\b{_NEAR}\b(?:{_LOOK}\w*|passes\ en\ revue)
    | \bquestionnaires?\b{_NEAR}\b{_NOT}\ {_NEAR}\b(?:sent|distribut\w*|issued|circulated
        |distribuee?s?
        |envoyee?s?|administree?s?|diffusee?s?)\b
    | \bwaiting\ for\ (?:an?|its|the|their)\ (?:\w+\ )?{_WORK}\b
    | \b{_DATA}\b[^.;]{{0,80}}\b(?:requested|asked\ for|sought|demandee?s?
        |sollicitee?s?)\b[^.;]{{0,90}}
        \b(?:not|n't|pas|never|jamais)\ (?:\w+\ ){{0,2}}(?:received|arrived|come|reached|parven\w*
        |recue?s?|arrive\w*)\b
    | \b(?:il\ (?:\w+\ )?manque|we\ lack|lacks?|manquent)\ (?:d[e']s?\ ?|any\ |the\ )?{_DATA}
        (?!\ (?:protection|security|commissioner))\b
    # What it would rest on is missing.
    | (?<!\bprotection\ )(?<!\baccess\ )(?<!\bacces\ a\ )(?:\A\W*|\b(?:the|this|these|no|any|all
        |l[ae]s?|l'|ces|aucune?|d[eu]|of|little|relevant
        |reliable|such|sufficient|other|autres)\ ?)(?:(?!personal\b|private\b
        |open\b)\w+\ )?{_DATA}\ (?:(?:on|about|for|from|regarding
        |concerning|sur|relatives?\ a|concernant|d[eu])\ [^.;:,]{{2,60}}?\ )?
        (?:(?:is|are|was|were|has|have|had|could|can|did|do|does|n'\w+|ne|est|sont|etait
        |etaient)\ )?
        (?:(?:{_NOT}|hardly|yet)\ {_NEAR}\b{_HAD}|(?:\w+\ )?{_LACKED})\b
    | \b(?:no|aucune?|pas\ d[e']|sans|without|insufficient|not\ enough|too\ little|(?:for|from
        |due\ to
        |owing\ to|because\ of)\ (?:an?\ )?(?:want|lack|absence|shortage)\ of|faute\ d[e']
        |par\ manque\ d[e']|en\ l'absence\ d[e']|a\ defaut\ d[e']|par\ defaut\ d[e']
        |in\ the\ absence\ of)\ ?(?:\w+\ )?{_DATA}
        (?!\ (?:protection|security|commissioner|law|act|retention|breach|society|centre|center
        |system|network|technolog|sharing|officer|processing|exchange)\w*)\b
        (?=[^.;:]{{0,60}}(?:\b{_HAD}\b|,|\bon\ (?:this|that|the\ (?:matter|subject|point))
        |\bsur\ (?:ce
        |cette|le)\b|\bunder\ this|\bfor\ (?:this|mali)|\bscor|\brat|\bassess|\bevalu|\bnot[ee]|\Z))
    # Those who make it, or are asked, left it out.
    | \b{_PEOPLE}\b{_NEAR}(?:\b{_OUT}\b|\b{_NOT}\ {_GAP}\b(?:{_LOOK}\w*|(?:{_DATA}|access|time
        |means)
        \b))
    | \b(?:left|leaves?|put|set|laiss\w+)\ {_NEAR}\b{_MATTER}\ {_NEAR}\b(?:aside|out|blank
        |empty
        |open|unanswered
        |de\ cote|en\ blanc|vide)\b
    | \b(?:the|this|our|cet?|cette|le|la|l'|presente?)\ ?(?:\w+\ )?{_STUDY}\ (?:ne\ |n')(?:\w+\ )?
        {_LOOK}\w*\ (?:pas|point|guere)\b
    | \b(?:question|indicator|item)\ (?:was|had)\ (?:not|never)\ (?:\w+\ )?(?:asked|put|posed
        |raised)\b
    | \b{_NOT}\ (?:\w+\ )?{_PEOPLE}\ {_NEAR}\b{_LOOK}\w*
    | \b(?:the|this|our|cet?|cette|le|la|l'|present|presente?)\ ?(?:\w+\ )?{_STUDY}\b(?!\ (?:of
        |d[eu]s?)
        \b){_NEAR}\b{_NOT}\ {_NEAR}\b{_LOOK}\w*
    | \b(?:{_OUT}|fell\ outside|falls\ outside|lies\ outside|beyond|outside)\ {_NEAR}\b{_STUDY}\b
    | \b{_NOT}\ {_NEAR}\b{_LOOK}\w*\ (?:\w+\ )?(?:by|in|during|for|par|dans|lors|au\ cours|pour)
        \ (?:d[eu]\ )?(?:the\ |this\ |our\ |any\ |l[ae]s?\ |l'|cette\ |cet?[ ]
        |des\ )*(?:\w+\ )?(?:{_STUDY}
        |{_PEOPLE}|{_WORK})\b
    | \b{_NOT}\ {_NEAR}\b(?:{_LOOK}\w*|attention)\ {_NEAR}\b(?:at|into|to|on|with|sur|a|d[eu]
        |about)\ {_POINTED}
        {_BY_LAW}
    | \b(?!pas\ rendu\ [^.;]*\bobligatoire)(?:{_NOT}|fail(?:s|ed)\ to|declined\ to|without
        |refus\w+\ d[e'])\ {_NEAR}\b(?:answer|repl
        |respond
        |return|fill|complet|g[ia]ve|giv|provid|suppl|submit|report|furnish|send|sent|shar|disclos
        |repond|renvoy|rempli|donn|fourni|transmi|communiqu|adress|retourn|remis
        |rendu)\w*\ {_NEAR}\b
        (?:{_DATA}|{_REPLY}|{_POINTED})\b
    | \b(?:g[ai]ve|gives|provid\w+|suppl\w+|submit\w+|sent|offer\w*|return\w*|report\w*|fourni|donne
        |communique|transmis|adresse|rendu)\ (?:no|aucune?|ni)\ (?:\w+\ )?(?:{_DATA}|{_REPLY})\b
    | \b(?:nothing|no\ one|rien|none)\ {_NEAR}\b(?:reported|entered|recorded|indicated|filled|stated
        |given|indique|mentionne|renseigne|inscrit|saisi)\ {_NEAR}\b(?:under|in|for|on|sous|dans
        |a|sur|pour)\ {_POINTED}
    | \b(?:authorit(?:y|ies)|government|ministry|respondents?|focal\ point|autorites?|gouvernement
        |ministere|repondants?|point\ focal)\ {_NEAR}\b{_NOT}\ (?:\w+\ )?(?:answer|repl|respond
        |repond)\w*
    | \b(?:not|never|n't|pas|jamais)\ (?:yet\ |been\ |be\ |encore\ |ete\ |etre[ ]
        |so\ far\ )*(?:checked|researched
        |looked\ (?:at|into|up)|investigated|surveyed|queried|enquired|recherchee?s?
        |enquetee?s?)\b {_BY_LAW}
    | \b(?:not|n't|pas)\ (?:\w+\ )?(?:take|taken|took|pris|prend|participat\w*|participe\w*
        |joined?|join)\b
        [^.;,]{{0,60}}\b{_STUDY}\b
    | \b(?:{_PEOPLE}|{_STUDY})\b[^.]{{0,140}}?\b(?:not|never|n't|pas|no)\ (?:\w+\ )?(?:considered
        |covered|included
        |looked\ (?:at|into)|reached|couverte?s?|incluse?s?|consideree?s?|finding)\b
    # A value.
    | \A\W*(?:{_MATTER}|{_WORK}|{_DATA}|{_REPLY}|results?|resultats?)\ (?:(?:is|was|has\ been
        |est)\ )?
        (?:(?:{_NOT}|non|un|yet\ to\ be|still)[\ -]?(?:yet\ |encore\ )?(?:{_DONE}|{_HAD}|{_LOOK}\w*)
        |{_LATER}|{_OUT}|{_LACKED})(?:\ [^.;:]{{0,30}})?\W*\Z
    | \A\W*(?:{_LATER}|not\ (?:yet\ )?covered|non\ couverte?|hors|no)\ (?:d[eu]\ |d'|champ\ )?
        (?:{_WORK}|{_STUDY}|verification)(?:\ \w+)?\W*\Z
    | \A\W*(?:(?:still\ |toujours\ |encore\ )?(?:under|in|en\ cours\ d')\ ?(?:examination|examen
        |etude|study)
        |(?:deferred|postponed|left|put\ off|reportee?|differee?|remise?|renvoyee?)\ (?:to|until
        |au|a)\ [^.;:]
        {{2,40}}|(?:examen|etude|examination|study|enquete|survey)\ (?:en\ cours|in\ progress
        |under\ way
        |ongoing|pending)|(?:non|not)\ (?:enquetee?|surveyed|etudiee?|studied)
        |nothing\ on\ (?:record|file)
        (?:\ yet)?
        |(?:not|pas|no)\ (?:yet\ |encore\ )?(?:an?\ |d'|de\ )?{_WORK}
        |(?:(?:still\ )?to\ be\ (?:examin|consider|review|stud|evalu|treat|assess)\w*
        |(?:reste\ )?a\ (?:examin|consider|etudi|evalu|trait|analys)er\b)
        (?:\ [^.;:]{{2,60}})?)\W*\Z
    | \A\W*(?:not|non|pas)\ (?:yet\ |encore\ |ete\ |been\ )?(?:studied|posee?|remplie?|asked|covered
        |researched|looked\ (?:at|into)|checked|included|verified|couverte?|traitee?|etudiee?)\b
        [^.;:]{{0,40}}\Z
    """,
    re.VERBOSE,
)
