"""Sentences and values that tell that nobody has assessed a matter. In folded text."""

import re

_ASSESSED = (
    r"(?:assessed|evaluated|rated|measured|surveyed|evaluee?s?|mesuree?s?|notee?s?|analysee?s?"
    r"|examinee?s?|examined|reviewed)"
)
_DATA = r"(?:data|information|informations|figures?|statistics|donnees?|renseignements?)"
_LITTLE = (
    r"(?:(?:no|not\ enough|insufficient|aucune?|pas\ de|pas\ d[e']|sans|lack\ of|absence\ (?:of"
    r"|d[e'])"
    r"|manque\ d[e']|faute\ d[e']|defaut\ d[e']|little|scant|ni)\ ?"
    r"(?:available\ |reliable\ |further\ |autres?\ |recent\ |official\ )?)"
)
NOT_ASSESSED = re.compile(
    rf"""
    # A law that has not been reviewed since 2010 is no open matter.
    \b(?:not|never|n't|non|pas)\ (?:yet\ |been\ |be\ |encore\ |ete\ |etre\ |currently\ |so\ far\ )*
        {_ASSESSED}\b (?!\ (?:since|by|every|annually|regularly|depuis|par|chaque)\b)
    | \b(?:yet|remains?|still|reste)\ (?:a\ )?(?:to\ be\ )?(?:{_ASSESSED}|evaluer)\b
    | \b(?:awaiting|waiting\ for|pending|en\ attente\ d[e'])\ ?(?:an?\ )?(?:assessment|evaluation)\b
    | \b(?:assessment|evaluation|rating)\ (?:is\ |est\ |remains\ )?(?:still\ |encore\ )?
        (?:pending|outstanding|in\ progress|under\ way|en\ (?:cours|attente))\b
    # "No data protection law" is none.
    | \b{_LITTLE}{_DATA}\b (?=
        \ (?:is|are|was|were|has|have|yet|exist|available|on|about|for|could|can|n'|ne|disponibles?
        |sur|concernant|pour|a\ ce|at\ all|relating|prevents?|empeche(?:nt)?|permettant|from
        |regarding
        |a\ (?:ce\ sujet|cet\ egard|jour)|n'\w+|fiables?|was)\b | \s*[.;,)] | \s*$)
    | \b{_DATA}\b[^.;:!?]{{0,60}}?\ (?:is|are|was|were|sont|est|n'est|n'etaient)[ ]
        (?:not\ (?:yet\ )?|un|pas\ (?:encore\ )?|in)(?:available|disponibles?)\b
    | \b{_DATA}\ (?:not|non|un|in|pas)[\ -]?(?:yet\ |encore\ )?(?:available|disponibles?)\b
    | \bno\ assessment\b | \baucune\ evaluation\b | \bnon\ (?:evalue|renseigne|disponible)e?s?\b
    | \bhors\ evaluation\b
    """,
    re.VERBOSE,
)
_POINT = (
    r"(?:this|these|the|cet?|cette|le\ present)\ (?:point|indicator|question|item|topic|section"
    r"|subject|aspect|criterion|indicateur|rubrique|sujet|theme|critere)"
)
_SURVEY = (
    r"(?:edition|report|assessment|evaluation|survey|review|study|index|cycle|round|rapport|etude"
    r"|enquete|examen)"
)
_DONE = (
    r"(?:completed|finished|started|made|done|conducted|begun|taken\ place|carried\ out|terminee"
    r"|achevee|faite|realisee|menee|commence|eu\ lieu|finie)"
)
_TREATED = (
    rf"(?:{_ASSESSED}|rated|scored|graded|covered|researched|investigated|addressed|studied"
    r"|surveyed|treated|couverte?s?|abordee?s?|traitee?s?|etudiee?s?|renseignee?s?|communiquee?s?"
    r"|completee?s?)"
)
_TAIL = r"(?:\ (?:yet|encore|so\ far|here|ici|a\ ce\ jour))?"
_BY_THIS = (
    rf"(?:\ (?:by|in|for|par|dans|pour)\ (?:this|the|cette|cet?|le|la|l')[^.;,]*?{_SURVEY}\w*)?"
)
NOBODY_LOOKED = re.compile(
    rf"""
    {_POINT}\ (?:\w+\ |n'){{1,3}}?(?:not|never|pas|jamais|aucune?)\ (?:\w+\ ){{0,3}}?(?:{_TREATED}
        |part\ of|included|fait|du\ champ|l'objet)\b (?!\ (?:by|in|par|dans)\ (?:\w+\ )?(?:law|act
        |code|constitution
        |legislation|loi|droit)) (?!\ (?:since|every|depuis|chaque)\b)
    | {_POINT}\ (?:\w+\ )?(?:n'est|n'a|ne)\ (?:pas|fait|releve)\ (?:pas\ |d[eu]\ |ete\ |l'objet\ )*
        (?:{_TREATED}|l'objet\ d|d'aucune|champ|l'objet)
    | {_POINT}\ (?:n'a|n'est|n'ont|ne)\b[^.;,]{{0,30}}?(?:\bd'(?:une|aucune)\ evaluation
        |\bdu\ champ)
    | \b(?:outside|out\ of|beyond|not\ within|hors\ (?:du\ )?)\ ?(?:the\ |our\ )?(?:scope
        |coverage|champ)\b
        (?=\W*\Z|\ (?:of|de)\b)
    | \b(?:outside|left\ out\ of|part\ of)\ the\ {_SURVEY}\b (?<!part\ of\ the\ law)
    | \b(?:field|section|box|cell|rubrique|case)\ (?:is|was|est)\ (?:blank|empty|vide)\b
    | \b(?:left\ (?:blank|empty)|laissee?\ (?:en\ blanc|vide))\b
    | \b(?:assessors?|evaluators?|reviewers?|surveyors?|evaluateurs|enqueteurs|we
        |nous)\b[^.;,]{{0,15}}
        (?:\bnot|n't|\bpas)\ (?:\w+\ )?(?:look|asses|evaluat|rate|score|cover|research|prononc
        |evalue
        |note)\w*
    | \b(?:country|authorit(?:y|ies)|government|state(?:\ party)?|pays|autorites?|gouvernement
        |etat)\b
        [^.;,]{{0,25}}(?:\bnot|n't|\bpas|\bno)\ (?:\w+\ )?(?:repl(?:y|ied)|respon(?:d|se)|answer
        |repondu|(?:fourni|communique|transmis|provide|supply)\ (?:d'|any\ |d')?information
        |information)
    | \b(?:no|aucune|sans|pas\ de)\ (?:reply|response|answer|reponse)\b (?=\W*\Z|\ (?:was|has|from
        |n'a|du))
    | \baucune\ information\ n'
    | \b(?:awaiting|waiting\ for|pending|en\ attente\ d[e'])\ ?{_DATA}\b
    | \bawaiting\ (?:review|data|information)\b
    | \b(?<!access\ to\ )(?<!acces\ a\ l')(?<!personal\ ){_DATA}\ (?:(?:is|are)\ )?
        (?:still\ )?(?:pending|missing|outstanding|en\ attente|manquante?s?
        |insuffisante?s?)\b
    | \b(?:missing|insufficient|not\ enough)\ {_DATA}\b
    | \b{_DATA}\ (?:not|non)\ (?:provided|received|supplied|fournie?s?|recue?s?|communiquee?s?)\b
    | \b{_DATA}\ (?:collection\ is|are\ being\ collected|en\ cours\ de\ collecte)\b
    | \b(?:assessment|evaluation|review)\ (?:has|is|was|n'a|n'est|reste|est)\ (?:not\ |pas\ |yet[ ]
        |encore\ |been\ |ete\ |to\ be\ |a\ ){{1,4}}{_DONE}\b
    | \bl'evaluation\ (?:reste\ a\ faire|est\ prevue)\b
    | \bno\ (?:evaluation|rating|review)\ (?:has|was)\b
    | \b(?:due|scheduled)\ for\ (?:assessment|evaluation|review)\b
    | \b(?:will|to)\ be\ {_ASSESSED}\ in\b | \bsera\ {_ASSESSED}\b
    | \A\W*(?:nobody|no\ one)\ ha[sd]\ (?:yet\ |ever\ |so\ far\ )?(?:been\ able\ to\ )?(?:count
        |measur|assess|survey|estimat|examin|stud(?:y|ied))\w*
    | \A\W*(?:nul|personne)\ n'a\ (?:encore\ |jamais\ )?(?:pu\ )?(?:compt|mesur|evalu|recens|estim
        |examin|etudi)\w*
    | \A\W*(?:un(?:rated|assessed|scored)
        | (?:not|non|pas)\ (?:yet\ |encore\ )?{_TREATED}{_TAIL}{_BY_THIS}
        | to\ be\ (?:completed|confirmed|assessed|filled\ in)
        | a\ (?:completer|renseigner|evaluer|confirmer|preciser|determiner))\W*\Z
    """,
    re.VERBOSE,
)
_REPLY = r"(?:reply|response|answer|submission|entry|return|source|info|score|rating|reponse|note)"
_GIVEN = (
    r"(?:given|received|provided|found|submitted|collected|answered|reported|stated|included"
    r"|specified|indicated|disclosed|recorded|returned|supplied|available|gathered|considered"
    r"|consulted|fournie?s?|recue?s?|indiquee?s?|precisee?s?|collectee?s?|soumise?s?|declaree?s?"
    r"|communiquee?s?|transmise?s?|recueillie?s?|disponibles?|retournee?s?|trouvee?s?"
    r"|repondue?s?|determinee?s?|attribuee?s?|assigned|awarded|made\ available|publiee?s?)"
)
_STUDY = (
    rf"(?:(?:th(?:is|e\ present|e\ current|e)|our|the\ desk|desk|cette|cet?|l[ae]\ present[es]*"
    r"|l'|l[ae]"
    rf"|notre)\ ?(?:{_SURVEY}|research|questionnaire|recherche)|(?:the\ |les\ )?(?:authors?"
    r"|auteurs|assessors?|evaluators?|reviewers?|surveyors?|researchers|evaluateurs|enqueteurs"
    r"|chercheurs|team|consultants?|equipe)|we|nous)"
)
_BOUNDS = r"(?:scope|remit|coverage|purview|ambit|framework|cadre|champ|perimetre|objet)"
NOBODY_ASKED = re.compile(
    rf"""
    # The whole of a value: "Not provided", "No reply received", "To be verified".
    \A\W*(?:(?:no|aucune?|pas\ d[e']\ ?|sans|absence\ d[e']\ ?)\ ?(?:{_REPLY}|{_DATA})
            (?:\ (?:was\ |were\ |has\ been\ |n'a\ ete\ |n'ont\ ete\ )?{_GIVEN})?
        | (?:not|non|pas)\ (?:yet\ |encore\ )?{_GIVEN}(?:\ [^.;:]*{_SURVEY})?
        | {_DATA}\ (?:not|non|pas)\ (?:yet\ |encore\ )?{_GIVEN}
        | (?:the\ |les\ )?{_DATA}\ (?:was|were|is|are|has\ been|have\ been|n'ont|n'a
        |ne\ sont)\ (?:not|pas)
            \ (?:\w+\ )?{_GIVEN}
        | (?:results|resultats)\ (?:[^.;:]{{0,30}}\ )?(?:will\ follow|pending|to\ follow|a\ venir
            |(?:not|non|pas)\ (?:yet\ |encore\ )?{_GIVEN})
        | to\ be\ (?:verified|updated|checked|reviewed|supplied|provided)
        | a\ (?:verifier|mettre\ a\ jour|actualiser|controler|documenter|venir)
        | (?:under|pending)\ (?:review|assessment|evaluation|verification)
        | (?:score|note|rating|research|recherche|assessment|evaluation|review
        |verification)\ (?:is\ )?
            (?:pending|ongoing|in\ progress|under\ way|en\ (?:attente|cours)|a\ venir|reportee?
            |differee?|postponed|deferred|planned))\W*\Z
    | \b{_STUDY}\b[^.;,]{{0,20}}?(?:\bnot|n't|\bno|\bpas|\baucune?|\bd'aucune?|\blacked)\ (?:\w+\ )?
        (?:access|cover|address|deal|consider|include|{_DATA}|d'information|look|asses|evaluat|rat
        |scor|research|examin|treat|port|trait|dispos|couvr|abord|evalu|notee?|prononc|etudi|d'acces
        |hold|inclu)\w*
    | \b{_STUDY}\ ne\ (?:porte|traite|couvre|aborde|dispose|concerne|evalue|examine)\w*\ (?:pas
        |guere)\b
    | \b{_STUDY}\b[^.;,]{{0,20}}?\b(?:has|have|had|hold)\ no\ (?:access|{_DATA})
    | (?:{_POINT}|\b(?:question|item|indicator|field|point)|\A\W*)[^.;,]{{0,20}}?
        \b(?:left|remain(?:s|ed)|went|restee?s?|laissee?s?|demeuree?s?)\ (?:unanswered|blank|empty
        |sans\ (?:reponse|suite\ de)|en\ blanc)\b
    | \bquestionnaire\b[^.;,]{{0,20}}?(?:\bnot|n't|\bpas|\bnever|\bunreturned)\b[^.;,]{{0,20}}?
        (?:returned|completed|filled|answered|retourne|rempli|renvoye|received|parvenu)
    | (?:\bnot|n't|\bpas)\ (?:\w+\ )?(?:take\ part|taken\ part|participate[d]?|participe|included?
        |inclus?e?|renvoye|retourne|return(?:ed)?|complete[d]?|rempli|submit(?:ted)?|covered
        |surveyed)\b[^.;,]{{0,12}}\b(?:{_SURVEY}|questionnaire)\b
    | (?:\bnot|n't|\bpas)\ (?:\w+\ )?(?:provided?|suppl(?:y|ied)|submit(?:ted)?|fourni|transmis
        |communique)\ (?:any\ |de\ |d'|the\ )?{_DATA}\b
    | \b(?:outside|beyond|out\ of|exceeds?|sort(?:ent)?|depasse(?:nt)?|hors|pas\ dans
        |n'entre(?:nt)?\ pas|releve\ pas)\b[^.;,]{{0,10}}?\b{_BOUNDS}\ (?:of|de|du)\b
        [^.;,]{{0,20}}?(?:{_SURVEY}|questionnaire)
    | (?:{_POINT}|\bmatter|\bl'indicateur)\b[^.;,]{{0,20}}?(?:\bnot|\bpas)\ (?:been[ ]
        |ete\ )?(?:dealt
        |taken\ up|looked|raised|asked|posee|retenue?)\b
    | \b(?:the\ |l'|la\ |an?\ |une\ )?(?:assessment|evaluation|review|scoring|rating|notation)
        (?:\ (?:of|d[eu])\ (?:{_POINT}|l'indicateur))?\ (?:is|was|has\ been|est
        |a\ ete)\ (?:still\ |encore
        \ )?(?:ongoing|under\ way|in\ progress|postponed|deferred|reportee|differee|en\ cours
        |planned
        |scheduled|a\ venir)\b
    | (?:{_POINT})\b[^.;,]{{0,12}}?(?:\bawaits?\ (?:assessment|evaluation|review)
        |\ben\ cours\ d'evaluation
        |\bunder\ (?:review|assessment)|\b(?:will|is\ to)\ be\ {_TREATED}|\bsera\ {_TREATED})
    """,
    re.VERBOSE,
)
