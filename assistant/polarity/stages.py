"""Words that tell how far a thing has come that is not there, or that went. In folded text."""

import re

_GOT_THERE = (
    r"(?![^;]*\b(?:(?:was|were|been|finally|then|has|have|had|later|and)\ (?:\w+ly\ )?(?:adopted"
    r"|enacted"
    r"|approved|passed|established|set\ up|created|ratified|completed|launched|signed|endorsed)"
    r"|in\ force|entered\ into\ force|is\ (?:now\ )?in\ (?:place|effect)|(?:a|ont|ete|enfin|puis"
    r"|et)\ "
    r"(?:ete\ )?(?:adopte|approuve|promulgue|cree|ratifie|valide|signe|lance)|en\ vigueur))"
)
"""Nothing further on tells that it got there: "after drafting it, Mali adopted it"."""
_A = r"(?=(?:an?|its|the|their|his|such|any|first|new|une?|l[ae]|sa|son|cette|ce)\b|l')"
_COMING = (
    r"(?:see\ the\ light|come\ into\ (?:being|force|effect|operation)|enter\ into\ (?:force|effect)"
    r"|take\ effect|(?:only\ )?be\ (?:ready|operational|in\ place|up\ and\ running|functional"
    r"|finalis\w+"
    r"|finaliz\w+|complet\w+|submitted|tabled|presented|validated|endorsed|voted)|materiali[sz]e"
    r"|emerge"
    r"|follow\b|start\ (?:work|operat)\w*|begin\ (?:work|operat)\w*|open\ its\ doors"
    r"|voir\ le\ jour|entrer\ en\ (?:vigueur|fonction|service|application)|prendre\ effet"
    r"|etre\ (?:prete?|operationnel\w*|finalise\w*|valide\w*|presente\w*|soumis\w*|depose\w*"
    r"|acheve\w*)"
    r"|paraitre|aboutir|intervenir|ouvrir\ ses\ portes)"
)
_MADE_OF = (
    r"(?:adoption|approval|enactment|ratification|accession|creation|establishment|launch"
    r"|introduction|signature|signing|promulgation|vote|passage|finali[sz]ation|validation|entry"
    r"|mise\ en\ (?:place|oeuvre)|instauration|adhesion|approbation|finalisation|institution)"
)
NOT_YET = re.compile(
    rf"""
    \b(?:at|in)\ (?:(?:the|an?|its)\ )?(?:\w+\ )?(?:consultati(?:on|ve)|draft\w*|planning|project
        |proposal
        |concept(?:ual)?|design|idea|discussion|preparat(?:ory|ion)|exploratory|bill|early|initial
        |preliminary|embryonic|negotiation)\ (?:stages?|phases?)\b {_GOT_THERE}
    | \b(?:au|dans\ (?:le|un|sa)|en)\ (?:\w+\ )?(?:stade|phase)\ (?:d[eu'](?:\ la|\ l')?\ ?
        |embryonnaire|preparatoire|initial\w*|exploratoire|preliminaire) {_GOT_THERE}
    | \b(?:still\ (?:has|have|needs?)|(?:has|have)\ still)\ (?:got\ )?to\b
    | \b(?:remain(?:s|ed)?|is|are|still)\ (?:no\ more\ than\ |but\ |merely\ |only\ |just\ |still[ ]
        |so\ far\ )*
        (?:an?|at)\ (?:\w+\ )?(?:project|draft|plan|idea|aspiration|proposal|promise|intention|goal
        |ambition|blueprint|wish|prospect|concept)\b(?!\ (?:law|act|bill|of|for|to|that|with|in
        |and))
    | \bn'(?:est|en\ est)\ (?:\w+\ )?qu'(?:une?|au|a)\ (?:\w+\ )?(?:ebauche|projet|intention|stade
        |debut
        |promesse|idee|brouillon|etape|avant-projet|voeu|hypothese)\b
    | \bawait(?:s|ing|ed)?\ (?:the\ |its\ |his\ |her\ |final\ |formal\ |a\ )*(?:\w+\ )?(?:signature
        |approval|adoption|assent|vote|ratification|promulgation|publication|endorsement|validation
        |enactment|deposit|consideration|second\ reading|funding\ decision)\b
    | \battend(?:ent)?\ (?:encore\ |toujours\ )?(?:la\ |l'|sa\ |son\ |le[ ]
        |d'etre\ )(?:\w+\ )?(?:signature
        |approbation|adoption|vote|ratification|promulgation|publication|validation|examen|feu\ vert
        |depot|aval)\b
    | \b(?:should|will|would|could|might|(?:is|are|was|were)\ (?:now\ )?(?:due|expected|set
        |scheduled
        |likely|supposed|to|hoped|meant)(?:\ to)?)\ (?:not\ )?(?:\w+\ )?{_COMING}
    | \b(?:devrai(?:t|ent)|pourrai(?:t|ent)|doi(?:t|vent)|va|vont
        |est\ cense\w*)\ (?:\w+\ )?{_COMING}
    | \b(?:verra|verront)\ le\ jour\b | \b(?:entrera|entreront)\ en\ (?:vigueur|service|fonction)
    | \b{_MADE_OF}\b(?=[^.;]{{0,110}}\b(?:postponed|delayed|deferred|put\ off|pushed\ back|stalled
        |blocked
        |uncertain|distant|remote|reportee?s?|repoussee?s?|differee?s?|remise?s?\ a|ajournee?s?
        |bloquee?s?
        |retardee?s?|incertaine?s?)\b) {_GOT_THERE}
    | \b(?:ran\ out|run\ out)\b(?!\ of\b) (?![^;]*\b(?:renew|replac|succeeded)\w*\ (?:by|in)\b)
    | \b(?:arrivee?s?|venue?s?)\ a\ (?:echeance|terme|expiration)\b
        (?![^;]*\b(?<!pas\ ete\ )(?<!ete\ ni\ )(?:remplacee?s?\ par|renouvelee?s?\ en)\b)
    | \bechue?s?\b
    | \b(?:gather(?:s|ing|ed)?\ dust|languish\w*|stuck|bogged\ down|in\ limbo|at\ a\ standstill
        |enlisee?s?|dort|dorment|au\ point\ mort|dans\ (?:les|un)\ (?:tiroirs?|cartons?)
        |dans\ l'impasse)\b
        {_GOT_THERE}
    | \bat\ the\ stage\ of\ (?:an?\ )?(?:\w+\ ){{0,2}}?(?:bill|drafts?|project|proposal|plans?)\b
        {_GOT_THERE}
    | \bwaiting\ to\ be\ (?:\w+ed|set\ up)\b {_GOT_THERE}
    | \A\W*(?:(?:still|wholly|entirely|totally|completely|toujours|encore|totalement
        |entierement)\ )?(?:absente?
        |missing|lacking|wanting|lapsed|manquante?)\b(?!\W*(?:persons?|children|people
        |from\ the\ list|a\b))
    | \A\W*(?:withdrawal|denunciation|retrait|denonciation)(?:\ (?:in|en|le|since
        |depuis)\b[^.;:]{{0,20}})?\W*\Z
    | \A\W*(?:ratification|accession|adhesion)\ (?:\w+\ )?(?:attendue|awaited|expected|pending
        |outstanding
        |en\ (?:instance|attente|suspens))\W*\Z
    | \A\W*(?:not|pas)\ (?:for\ now|at\ present|pour\ (?:l'instant|le\ moment))\W*\Z
    | \A\W*(?:pour\ (?:l'instant|le\ moment)|a\ ce\ jour|for\ now|so\ far
        |at\ present),?\ (?:no(?:n|ne)?
        |not|aucune?)\W*\Z
    | \A\W*plus\ (?=(?:exige|obligatoire|requis|applicable|en\ vigueur)e?\b)
    | \A\W*(?:outside|hors\ d[eu])\ (?:the\ |la\ )?(?:treaty|convention|protocol|traite
        |protocole)\W*\Z
    | \A\W*(?:negative?|negatif|(?:bill|draft|text|loi|projet|ratification
        |adoption)\ (?:\w+\ )?(?:pending
        |prepared|tabled|en\ attente|depose|en\ discussion)|absente?s?|echue?s?|lapsed|observers?
        |observateurs?|not\ yet|pas\ encore
        |(?:at|au)\ (?:\w+\ )?(?:stage|stade)\b.*)(?:\W+(?:in|en|since|depuis|\(?\d{{4}}\)?))*\W*\Z
    | \blet\b(?=[^.;,]*\blapse\b)
    """,
    re.VERBOSE,
)
"""Cues that deny their clause; a "not" only agrees: "awaits signature", "at the drafting stage"."""
MAKING = re.compile(
    rf"""
    \b(?:preparing|drafting|writing|drawing\ up|formulating|elaborating|finali[sz]ing|devising
        |negotiating|exploring|contemplating|mulling|studying)\ {_A} {_GOT_THERE}
    | \b(?:is|are|been|currently|now|began|begun|started|of|with)\ (?:developing|designing|planning
        |considering|discussing|setting\ up|putting\ together|creating
        |establishing)\ {_A} {_GOT_THERE}
    | \b(?:tasked|hired|asked|instructed|commissioned|mandated|appointed|formed|set\ up|created
        |needs?|wants?
        |wishes|hopes?|aims?|intends?|plans?|expects?|resolved|decided|agreed|willing|ready
        |determined
        |pledg\w+|vow\w+|undert\w+|invited|urged|encouraged|advised)\ to\ (?:draft|write|prepare
        |draw\ up
        |formulate|design|elaborate|develop|adopt|establish|create|enact|introduce|ratify|accede
        |join
        |set\ up|launch|become|sign)\b {_GOT_THERE}
    | \b(?:intention|wish|willingness|readiness|desire|plans?|aim|ambition|commitment|promise|hope
        |interest
        |decision)\ (?:to|in)\ (?:adopt|ratify|accede|join|establish|create|set\ up|becom|enact
        |introduc
        |launch|draft|develop|sign|acced|joining|adopting|ratifying|creating)\w*\b {_GOT_THERE}
    | \b(?:intention|volonte|souhait|desir|projet|ambition|engagement|promesse|interet|espoir
        |decision)
        \ (?:d[e']\ ?|a\ |pour\ )(?:adopt|ratifi|adher|rejoin|cre|mettre|institu|se\ doter|devenir
        |elabor
        |promulgu|lanc|sign)\w*\b {_GOT_THERE}
    | \b(?:prepare|preparent|elabore|elaborent|redige|redigent|concoit|planche\ sur|peaufine
        |met\ au\ point
        |travaille\ (?:a|sur|actuellement\ a)|reflechit\ a|etudie|negocie|finalise
        |examine)\ (?:actuellement
        \ |encore\ |toujours\ |en\ ce\ moment\ |depuis\ \d+\ |a\ present\ )?{_A} {_GOT_THERE}
    | \b(?:rediger|preparer|elaborer|concevoir|mettre\ au\ point|finaliser
        |negocier)\ {_A} {_GOT_THERE}
    | \b(?:rather\ than|instead\ of|in\ lieu\ of|in\ place\ of|as\ a\ substitute\ for
        |short\ of)\ (?!being)
    | \b(?:plutot\ que|au\ lieu\ d[e']|en\ lieu\ et\ place\ d[e'])
    | \b(?:reject|veto|block|refus|den|oppos|rejet|repouss|recal)\w*\ (?=(?:the|an?|l[ae]s?|une?
        |its)\ [^.;,]{{0,60}}?\b(?:bill
        |draft|proposal|motion|law|text|projet|proposition|ratification)\b)
    | \b(?:fail|refus|declin|omit|neglect)\w*\ (?:again|twice|repeatedly|so\ far|in\ \d{{4}}
        |then)\ to\b
    | \bdecid\w+\ against\b | \bdispens\w+\ with\b | \bopted\ out\ of\b | \bruled\ out\b[ ]
        | \bturned\ down\b
    | \b(?:kept|keeps|stay\w*|remain\w*|shied|shies)\ (?:well\ )?(?:away|clear|aloof)\ (?:from|of)\b
    | \bforg(?:oes|one|oing)\b | \bden(?:y|ies|ied)\ (?:that|the\ existence\ of)\b
    | \b(?:dement\w*|nie\w*)\ (?:qu'|que|l'existence\ d) | \brenonc(?:e|ent|ee?s?|ant)\ a\ {_A}
    | \b(?:threw|thrown|throws|voted|turned|sent|struck)\ (?:out|down|back)\ {_A}
    | \b(?:loi|bill|law|act|draft|text)\b\ (?:\w+\ )?(?:autorisant|approuvant|authori[sz]ing
        |approving)\b
        (?=[^.;]*\b(?:devant|pending|before|en\ attente|en\ cours|not|pas|await\w*|attend)\b)
    | \bobserver\ status\b | \bstatut\ d'observateur\b
    | \bfar\ from\b | \bloin\ d[e']
    | \bil\ (?:\w+\ )?manque\b | \b(?:en\ est|toujours|encore)\ (?:\w+\ )?a\ attendre\b
    """,
    re.VERBOSE,
)
"""Cues that deny what follows in their phrase: "is preparing a …", "rather than a …"."""
_GONE = (
    r"(?:abandoned|dropped|shelved|scrapped|withdrawn|rejected|dissolved|abolished|repealed|revoked"
    r"|annulled|discontinued|disbanded|closed|suspended|voted\ down|struck\ down|abandonnee?s?"
    r"|rejetee?s?|retiree?s?|abrogee?s?|supprimee?s?|dissou(?:s|tes?)|annulee?s?|fermee?s?"
    r"|ecartee?s?)"
)
_AGAIN = (
    r"(?![^.;]*\b(?:again|re-?established|reinstated|restored|revived|(?:replaced|succeeded"
    r"|followed)\ by"
    r"|retabli\w*|recree\w*|remplacee?s?\ par|until|before|avant|jusqu))"
)
REFUTED = re.compile(
    rf"""
    (?:[;,:]|\b(?:and|but|yet|as|since|et|mais|car|or))\ (?:\w+\ ){{0,3}}?(?:none|nothing|neither
        |no\ (?:other|such
        |successor|replacement|substitute|equivalent|new\ one|further)|aucune?|rien
        |nul(?:le)?)\ (?:\w+\ ){{0,4}}?
        (?:exist\w*|follow\w*|came|come\ of|filled|function\w*|start\w*|work\w*|operat\w*|open\w*
        |been|taken|takes|took|put|replac\w*|adopt\w*|appoint\w*
        |succeed\w*
        |set\ up|n'existe|n'a|ne\ l'a|n'est)\b {_AGAIN}
    | \b(?:not|never|n't|pas|jamais|without\ being|sans\ etre|sans\ avoir\ ete
        |nor)\ (?:\w+\ ){{0,2}}?(?:replaced
        |re-?enacted|renewed|reinstated|revived|re-?established|resumed|followed\ up|extended\ since
        |remplacee?s?|renouvelee?s?|retablie?s?|reconduite?s?|prorogee?s?)\b {_AGAIN}
    | \b(?:and|et)\ (?:was|were|has\ been|have\ been|is|a\ ete|ont\ ete
        |fut)\ (?:\w+\ ){{0,2}}?{_GONE}\b {_AGAIN}
    | (?:[;,:]|\b(?:and|but|yet))\ (?:\w+\ ){{0,5}}?there\ (?:is|are)\ (?:still\ )?none\b
    | \b(?:has|have|had)\ (?:not|never)\ (?:yet\ )?done\ so\b | \bput\ nothing\ in\ its\ place\b
    | \b(?:goes|gone|go|does|do|done)\ without\ (?:one\b|it\b|(?:ever\ )?since\b)
    | \b(?:but|and|yet)\ (?:has\ |have\ )?never\ (?:approved|adopted|passed|enacted|signed|ratified
        |launched|opened|published|finished|completed)\ (?:it|them|one)\b
    | \b(?:was|were|been|but|yet)\ never\ (?:established|set\ up|created|adopted|enacted|appointed
        |launched|opened|built|passed|ratified|approved|founded|issued|filled|published)\b {_AGAIN}
    | \bmais\ jamais\ (?:etablie?|creee?|adoptee?|promulguee?|nommee?|lancee?|ouverte?|construite?
        |votee?|ratifiee?|approuvee?|pourvue?|publiee?|signee?)s?\b {_AGAIN}
    | \bwhich\ is\ not\ the\ case\b | \bce\ qui\ n'est\ pas\ le\ cas\b
    | \b(?:not|never|n't)\ (?:yet\ )?been\ (?:acted\ (?:up)?on|heeded|carried\ out)\b
    | \bbut\ (?:it\ |they\ )?(?:has|have|was|were)\ (?:not|never)\ (?:yet\ )?been\ (?:passed|adopted
        |enacted|approved|promulgated|established|set\ up|created)\b {_AGAIN}
    | \b(?:(?<!no\ )dead\ letter|restee?s?\ lettre\ morte)\b
    | \bno\ longer\b[^.;]*\bhaving\ been\ (?:repealed|abolished|withdrawn|lifted|revoked)\b
    | \bin\ vain\b | \bto\ no\ avail\b | \b(?:without|sans)\ (?:success|result|succes|resultat
        |suite\b(?!\ d))
    | \ben\ vain\b | \bso\ far\ fruitless
    | \bfail(?:s|ed)?\ to\ (?:win|obtain|secure|gain|get|pass|clear|muster|find|receive|attract
        |reach)\b
        (?=[^.;]*\b(?:approval|support|majority|assent|parliament|vote|backing|consent|votes
        |cabinet|senate
        |quorum|chamber)\b)
    | \bleaving\b[^.;]{{0,80}}?\b(?:without|no)\b | \blaissant\b[^.;]{{0,80}}?\bsans\b
    | \bsince\ then\b[^.;]{{0,40}}?\b(?:had\ none|none|no\ longer|nothing)\b
    | \b(?:depuis\ lors|depuis)\b[^.;]{{0,40}}?\b(?:n'en\ a\ plus|plus\ aucune?|n'existe\ plus)\b
    """,
    re.VERBOSE,
)
"""What ends a sentence so that the whole of it denies: "…, and nothing has taken its place"."""
LIVES_ON = re.compile(
    r"""
    (?:\w+ly\ |yet\ |been\ |be\ |being\ |ever\ |always\ |so\ far\ |ete\ |etre\ |encore[ ]
        |toujours\ |jamais\ |fully\ |\w+ment\ )*
    (?:implement(?:ed)?|mise?s?\ en\ (?:oeuvre|pratique)|enforced?|funded|financ\w+|staffed|equipped
      |evaluated?|assessed|monitored|measured|audited|reviewed|revised?|updated?|amended?|modifi\w+
      |translated|traduite?s?|revisee?s?|actualisee?s?|evaluee?s?|mesuree?s?|appliquee?s?
      |respectee?s?|respected|observed|used|consulted|disseminated|diffusee?s?|costed|budgeted
      |cover|extend\ to|apply\ (?:to|equally)|reach|couvre|s'etend\ a|s'applique\ (?:a|aux)
        |dotee?s?\ d
      |criticised|challenged|consistently|uniformly|sufficiently|adequately|properly)\b
    """,
    re.VERBOSE,
)
"""What is done, or not done, with a thing that is there: "has not been implemented"."""
