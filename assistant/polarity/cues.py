"""The words that deny, by what they reach. In folded text; English and French."""

import re

_REVIVED = (
    r"(?=[^.;:]*(?<!not\ been\ )(?<!never\ been\ )(?<!n't\ been\ )(?<!pas\ ete\ )(?<!jamais\ ete\ )"
    r"\b(?:again|re-?established|reinstated|restored|revived|replaced\ by|retabli|recree"
    r"|reinstaure|remplacee?s?\ par))"
)
"""What ends may come back: "was dissolved in 2010 and set up again in 2014"."""
_CREATE = (
    r"(?:establish|set|adopt|create|enact|introduce|develop|ratify|accede|join|launch|put|draw|sign"
    r"|pass|become|have|found|elaborate|establishing|setting|adopting|creating|enacting|introducing"
    r"|developing|ratifying|acceding|accession|joining|launching|putting|drawing|signing"
    r"|becoming)\b"
)
_CREER = (
    r"(?:creer|adopter|(?:se\ )?doter|etablir|instituer|mettre|ratifier|adherer|elaborer|instaurer"
    r"|promulguer|voter|signer|devenir|disposer|lancer)\b"
)
_MADE = (
    r"(?:created|set\ up|established|adopted|launched|put\ in\ place|introduced|ratified|enacted"
    r"|signed|passed|made|approved|developed|cree|adopte|institue|mis|lance|ratifie|etabli|instaure"
    r"|promulgue|approuve)"
)
_MAKING = (
    r"(?:creation|establishment|setting[-\ ]up|adoption|ratification|enactment|introduction|launch"
    r"|drafting|development|accession|mise\ en\ (?:place|oeuvre)|elaboration|adhesion|instauration"
    r"|promulgation|etablissement|consultations?|discussions?|negotiations?|talks)"
)
_STAGE = (
    r"(?:in\ the\ (?:pipeline|works|making|offing)|on\ the\ (?:drawing\ board|agenda|table)"
    r"|under\ (?:development|preparation|discussion|consideration|construction|study|negotiation)"
    r"|in\ (?:development|preparation|discussion|draft(?:\ form)?|abeyance|limbo)|on\ hold"
    r"|at\ (?:the|an?)\ (?:\w+\ )?(?:bill|draft|drafting|planning|project|proposal|design|early)"
    r"\ (?:stage|phase)|envisaged|foreseen|planned|drafted|proposed|contemplated|announced"
    r"|en\ (?:suspens|gestation|chantier|projet|preparation|discussion|germe|souffrance)"
    r"|a\ l'(?:etude|examen|ordre\ du\ jour|etat\ d(?:e\ projet|'ebauche))|lettre\ morte"
    r"|au\ stade\ d[eu]|en\ (?:attente|passe|voie)\ d(?:e|')|envisagee?s?|annoncee?s?"
    r"|pendante?s?|(?:an?\ )?(?:mere\ |distant\ |dead\ )?(?:aspiration|proposal|draft|promise"
    r"|letter|idea)\b(?!\ (?:law|act|bill|of)))"
)
"""How far a thing has come that is not there yet."""
_ENDED = (
    r"(?:repealed|abolished|dissolved|withdrawn|revoked|suspended|annulled|abandoned|shelved"
    r"|scrapped|disbanded|discontinued|wound\ up|rejected|vetoed|struck\ down|done\ away\ with"
    r"|closed(?:\ down)?|terminated|rescinded|invalidated|overturned|cancelled|voted\ down|dropped"
    r"|shut\ down|set\ aside|ruled\ out|discarded|ecartee?s?|inactive|dormant|abrogee?s?"
    r"|abolie?s?|dissou(?:s|tes?)|retiree?s?"
    r"|suspendue?s?|annulee?s?|abandonnee?s?|supprimee?s?|rejetee?s?|fermee?s?|resiliee?s?"
    r"|inconstitutionnel(?:le)?s?|caduc|caducs|caduques?|inacti(?:f|ve)s?|invalidee?s?)"
)
_BARE = rf"""\A\W*(?:{_STAGE}|{_ENDED}|absent|lacking|missing|ceased|drafted
        |unavailable(?:\ in\ \w+)?
    |draft|being\ \w+|ending|formerly|pending(?:\ adoption|\ approval|\ ratification)?
    |to\ be\ {_MADE}|a\ (?:creer|adopter|mettre\ en\ place|instituer|ratifier)
    |(?:avant-)?projet(?:\ de\ loi)?|proposition\ de\ loi|bill(?:\ tabled)?|awaiting\ \w+
    |en\ attente\ d'\w+|manquante?|prevue?|jusqu'en|(?:before|devant)(?=\ (?:le\ )?parl)
        |under\ way(?=\Z)
    |ratification\ (?:en\ (?:attente|cours)|under\ way|in\ progress))
    (?:\W+(?:only|seulement|stage|in|en|since|depuis|for|pour|by|before|devant|le|the|until
    |parliament|parlement|l'assemblee|\w*adoption|ratification|(?:19|20)\d\d))*\W*\Z"""
"""A value that is nothing but such a word: "Planned", "Repealed in 2014"."""
_BE = r"(?:is|are|was|were|been|be|being|remains?|remained|became|become|lies?|sits?|still|stays?)"
_BE_NOW = r"(?:is|are|been|being|remains?|lies?|sits?|still|stays?)"
_ETRE = (
    r"(?:est|sont|etait|etaient|ete|etre|reste|restent|restee?s?|demeure|demeurent|devenue?s?"
    r"|tombee?s?|declaree?s?|n'est\ qu'|n'en\ est\ qu')"
)
_UNTIL = r"(?:until|up\ to|from\ (?:19|20)\d\d\ to|jusqu'en|de\ (?:19|20)\d\d\ a)\ (?:19|20)\d\d"
CLAUSAL = re.compile(
    rf"""
    \b(?:non-?existent|inexistante?s?|defunct)\b
    | \b(?:is|are|was|were|be|being)\ (?:\w+\ )?(?:lacking(?!\ (?:an?|any|in|the|such)\b)|missing
        |absent|wanting(?!\ to))\b
    | \b(?:is|are|remains?)\ (?:unknown|alien|foreign)\ (?:in|to|under)\b
    | \b(?:fait|font)\ (?:\w+\ )?defaut\b | \b(?:est|sont)\ absente?s?\b
    | \b{_BE}\ (?:\w+ly\ )?{_ENDED}\b (?!{_REVIVED})
        (?!\ (?:to|on|at|during|between|every|over)\b)
    | (?<!\bs')\b{_ETRE}\ (?:\w+ment\ )?{_ENDED}\b (?!{_REVIVED})
    | \b(?:ceased|stopped|no\ longer)\ (?:to\ )?(?:exist|operat|function|appl|work)\w*\b
        (?<!no\ longer\ exist)(?<!no\ longer\ exists)(?<!no\ longer\ operates)
        (?<!no\ longer\ functions)(?<!no\ longer\ applies)
    | \bcess(?:e|a|ent)\ (?:toutes?|ses)\ (?:activites?|fonctions?|services?|operations?)\b
    | \bcess(?:e|a|ent)\ (?:d'(?:exister|etre\ en)|de\ (?:fonctionner|s'appliquer))
    | \b(?:in\ name\ only|que\ de\ nom)\b | \b(?:only|merely)\ on\ paper\b | \bon\ paper\ only\b
    | \b(?:exists?|n'existe(?:nt)?)\ (?:\w+\ ){{0,4}}?(?:only\ (?:as|in\ the\ form\ of)\ an?
        |qu'(?:a\ l'etat
        |en)|que\ sous\ (?:la\ )?forme)\ (?:de\ |d'(?:un\ )?|of\ an?\ )?(?:bill|draft|project
        |proposal|projet
        |avant-projet|ebauche|proposition)\b
        | \bque\ sur\ le\ papier\b | \ba\ long\ way\ off\b
    | \b(?:is|are|remains?)\ (?:\w+\ )?no\ more\ than\ an?\ (?:\w+\ )?(?:project|draft|plan|idea
        |intention
        |promise|proposal)\b
    | (?<!\ban\ )(?<!\bthe\ )\bexpired\b | \bexpiree?s?\b(?!\ (?:in|on|at)\b)
    | \blapsed\b (?!{_REVIVED})
    | \b(?:closed\ (?:down|its\ doors)|fell\ through|(?<!wait\ )came\ to\ an\ end
        |(?:fell|fallen)\ into\ (?:disuse|abeyance|desuetude)|tombee?s?\ en\ desuetude)\b
        (?!{_REVIVED})
    | \ba\ (?:pris\ fin|ferme(?=\W*\Z|\ (?:ses\ portes|en|depuis|definitivement)))\b (?!{_REVIVED})
    | \b(?:by\ its|par\ son)\ absence\b
    | \bmanque(?:nt)?\ (?:au|en|toujours|encore|a\ l'appel)\b
    # What held until a year holds no more.
    | (?<!')\b(?:(?:was|were)\ (?:in\ (?:force|place|effect|operation)|mandatory|compulsory
        |obligatory|required|active|operational)|existed|(?:avait(?=\ (?:une?|l[ae])\b)|etait
        |existait|disposait
        |fonctionnait|a\ vecu)(?!\ prevu))\b (?=[^.;,]{{0,80}}\b{_UNTIL}) (?!{_REVIVED})
        (?![^.;,]{{0,60}}\b(?:not?|pas|sans|aucune?|without)\b)
    | \bused\ to\ (?:have|be|exist|operate|run|require)\b (?!{_REVIVED})
    | \b(?:once|formerly|previously)\ had\b (?!{_REVIVED})
    | \b(?:obligation|requirement|duty|rule)\b[^.;,]{{0,70}}\b(?:lifted|removed|ended|dropped
        |scrapped
        |abolished|waived|levee|supprimee|abrogee|abandonnee)\b
    | \b(?:gave|gives|given)\ way\ to\b | \b(?:ran|run|runs)\ (?:its|their)\ course\b (?!{_REVIVED})
    | \bunheard\ of\b
    | \ben\ (?:est|sont|etait|etaient|reste(?:nt)?|demeure(?:nt)?)\ (?:\w+\ )?(?:demunie?s?
        |depourvue?s?|privee?s?|denuee?s?)\b
    | \b(?:joining|accession|acceding|membership|{_MAKING}|adhesion|ratification)\b[^.;,]{{0,80}}
        \b(?:was|were|been|ete|fut)\ (?:refused|declined|turned\ down|refusee?)\b
    | \b(?:taken\ off|removed\ from|withdrawn\ from|struck\ from|dropped\ from
        |(?:retiree?s?|rayee?s?)\ de)\ (?:the\ agenda|l'ordre\ du\ jour)\b
    | \breserv\w+\b (?=[^.;,]{{0,80}}\b(?:was|were|been|ete)\ (?:lifted|removed|levee?s?)\b)
    | \bas\ (?:an?\ )?(?:mere\ )?observers?\ only\b | \ben\ simples?\ observateurs?\b
    """,
    re.VERBOSE,
)
"""Cues that deny their clause, and cancel out with a "not"."""
UNREALISED = re.compile(
    rf"""
    \b(?:has|have|had|is|are)\ yet\ to\b | \byet\ to\ be\b | \b(?:remains?|still)\ to\ be\b
    | \b(?:needs?|ought|should|must|would\ have)\ (?:still\ )?(?:to\ )?be\ {_MADE}\b
        (?!\ (?:public|available|by|without|before|within))
    | \brest(?:e|ent)\ (?:au?x?\ \w+\ )?a\ (?=\w+(?:er|ir|re)\b)
    | \bdoi(?:t|vent)\ (?:encore|toujours)\ (?:{_CREER}|nommer|designer|constituer|approuver)
    | \bne\ ser(?:a|ont)\ (?:\w+\ ){{1,5}}?qu'(?:en|a|au)\b
    | \ben\ (?:cours\ d'(?:elaboration|adoption|etablissement|examen)|cours\ de\ (?:creation
        |finalisation|redaction|preparation
        |constitution|mise|negociation|ratification|validation|discussion|developpement|conception
        |reflexion|lancement|promulgation|signature)|voie\ de|projet|cours(?=\W*\Z))\b
    | \ben\ preparation\b | \ba\ l'etude\b
    | \b(?:is|are)\ (?:currently\ |still\ )?being\ (?:drafted|developed|prepared|considered
        |elaborated|set\ up|negotiated|discussed)\b
    | \b{_BE_NOW}\ (?:currently\ |still\ |only\ |but\ |at\ present\ )*{_STAGE}(?![\w'])
        (?!\ (?:on|to\ (?:run|last|end|cover))\b)
    | \b{_ETRE}\ ?(?:encore\ |toujours\ |actuellement\ |seulement\ )*(?:un\ )?(?:{_STAGE}
        |(?:simple\ )?(?:projet|avant-projet|intention|ebauche|voeu)\b)
    | \b{_MAKING}\b (?=[^.;,]{{0,80}}\b(?:(?:is|are|remains?|est|sont|reste)\ (?:\w+\ )?(?:ongoing
        |under\ way|in\ progress|expected|awaited|needed|recommended|desirable|prevue?s?|en\ cours
        |souhaitable|recommandee?s?|attendue?s?|necessaire|outstanding|overdue|wanting)
        |has\ begun|tarde(?:nt)?|se\ poursui\w+
        |ont?\ echoue|failed))\b (?<!development)
    | \b(?:is|are|still|remains?|been)\ (?:\w+\ )?(?:awaited|pending(?!\ an?\b))\b
    | \b(?:est|sont|reste|restent|demeure|se\ fait|se\ font)\ (?:\w+\ )?(?:attendue?s?
        |attendre)\b(?!\ a\b)
    | \b(?:has|have|had|possess(?:es)?)\ none\b
    | \ba\ l'etat\ d(?:e\ projet|'ebauche) | \b(?:attend|attendent)\ d'etre\b
    | \b(?:will|(?:expected|due|scheduled|set|supposed)\ to)\ be\ {_MADE}\b
    | \b(?:sera|seront|devrai(?:t|ent)\ etre|doi(?:t|vent)\ (?:encore\ )?etre)\ (?:\w+\ )?{_MADE}
        (?:e?s?|es?)\b
    | \b(?:would\ be|serai(?:t|ent))\ (?:\w+\ )?(?:desirable|welcome|useful|advisable|beneficial
        |souhaitable|utile|bienvenue?|opportune?)s?\b
    | \b(?:souffle(?:nt)?|di(?:t|sent))\ mot\b
    | \b(?:among|one\ of)\ the\ gaps\b | \b(?:parmi|une\ des)\ (?:les\ )?lacunes\b
    | \btarde(?:nt)?\ a\ (?:voir|venir|etre)\b | \bha(?:s|ve)\ stalled\b | \bpietine(?:nt)?\b
    | \bawaits?\ (?:ratification|adoption|approval|enactment|signature)\b
    | \b(?:been|was|were)\ (?:drafted|drawn\ up|prepared|tabled|submitted|planned|promised
        |announced|debated|discussed)\b (?=(?:(?!\b(?:adopted|enacted|passed|opened)\b)[^.;])*
        \b(?:but|yet|and)\b[^.;]*(?:\b(?:awaits?|not|never
        |pending|still|no)\b))
    | \b(?:ete\ (?:elabore|redige|prepare|depose|annonce|promis)|(?:etait|etaient)\ prevu)e?s?\b
        (?=[^.;]*\bmais\b[^.;]*\b(?:attend|pas|jamais|toujours)\b)
    | \A\W*{_ENDED}\b (?=\W+(?:in|en|since|depuis|by|par|for|pour)\b) (?!{_REVIVED})
    | {_BARE}
    """,
    re.VERBOSE,
)
"""Cues that deny their clause by telling that a thing is to come; a "not" only agrees."""
WISH = re.compile(
    rf"""
    \b(?:efforts|attempts)\ to\ (?=[^.;]*\b(?:nothing|fail\w*|vain|avail))
    | \b(?:plan(?:s|ned)?|intend(?:s|ed)?|hop(?:es|ed)|wishes|needs|ought|pledge[sd]?|promise[sd]?
        |undert(?:akes|ook|aken)|vow(?:s|ed)|propose[sd]?|commit(?:s|ted))\ (?:itself\ )?to
        \ (?:\w+ly\ |shortly\ )?{_CREATE}
    | \b(?:bill|draft\ \w+|proposal|projet\ de\ loi|proposition\ de\ loi
        |projet)\b (?=[^.;,]*\b(?:would\ (?:make
        |require|oblige|impose)|(?:rend|impos|exig|oblig|cre)e?rai(?:t|ent))\b)
    | (?:(?<=\brecommends\ )that|(?<=\brecommended\ )that|(?<=\brecommendation\ )that
        |(?<=\brecommande\ )que)\b
        (?=\ (?:\w+\ ){{1,6}}(?:{_CREATE}|make\b|appoint\b|designate\b))
    | \b(?:bill|motion|proposal|plan)\ to\ (?={_CREATE})
    | \b(?:had\ planned|promised)\ (?=an?\b)
    | \bratification\ (?:\w+\ ){{0,2}}?(?:pending|awaited|outstanding|en\ (?:attente|suspens))\b
    | \bshould\ (?:\w+\ )?{_CREATE}
    | \b(?:in\ the\ process\ of|considering|considers|envisag(?:es|ing)|contemplat(?:es|ing)
        |short\ of)\ {_CREATE}
    | \b(?:urge[sd]?|encourage[sd]?|invite[sd]?|recommend(?:s|ed)?|call(?:s|ed)\ (?:up)?on
        |advise[sd]?) (?=\ (?:\w+\ ){{0,6}}{_CREATE})
    | \b(?:work(?:s|ing)|mov(?:es|ing))\ (?:towards?|on)\ (?=(?:an?|the|{_MAKING})\b)
    | \b(?:calls?|called|calling|advocat(?:es?|ed)|push(?:es|ed)|plead(?:s|ed)|need)\ for
        \ (?=(?:the\ )?{_MAKING}|an?\b)
    | \b(?:needs|lobb(?:y|ies)\ for)\ (?=an?\b) | \bwould\ (?:benefit|profit)\ from\b
    | \b(?:waiting\ for|awaiting)\ (?=(?:an?|its)\b) | \bquestion\ de\ (?={_CREER})
    | \b(?:steps|measures|efforts|attempts|initiatives
        |view)\b (?=\ (?:(?:\w+\ ){{1,4}})?to(?:wards)?
        \ {_CREATE}) (?=[^.;]*\b(?:being|under\ way|ongoing|fail\w*|nothing|vain|avail|continu\w+))
    | \b(?:announced|promise[sd]?|annonce|promis)\ (?=(?:an?|une?|the|l[ea])\b[^.;,]*\b(?:for|by|in
        |pour|d'ici)\ (?:19|20)\d\d)
    | \ba\ promis\ (?=une?\b)
    | \b(?:pending|until|awaiting|(?<=\bdans\ )l'attente|en\ attendant|jusqu'a)\ (?=(?:the\ |la[ ]
        |l'|d'un[ ]
        |de\ la\ |une?\ |an?\ )+?(?:{_MAKING}|[^.;,]*\b(?:is|are)\ {_MADE}|\w+\b(?!'|\ (?:is|are))))
        (?=[^.;]*,) (?!until\ \d)
    | \b(?:silent|mute)\ (?:on|about|regarding|as\ regards)\ (?!whether)
    | \bmuett?e?s?\ (?:sur|quant) | \b(?:stops?|stopped|falls?|fell)\ short\ of\b
    | \b(?:reject(?:s|ed)|veto(?:es|ed)|blocked|oppose[sd]|(?:a|ont)\ rejete
        |rejette)\ (?=(?:(?:the|an?
        |l[ae]|une?)\ |l')?(?:{_MAKING}|bill|draft|proposal|law|motion|text|projet|proposition|loi
        |texte
        |idea|idee)\b)
    | \brenonc(?:e|ent|ait)\ (?:en\ \d{{4}}\ )?a\ (?=un\b|{_CREER})
    | \b(?:devrai(?:t|ent)|envisage(?:nt|r)?\ de|prevoit\ de|projette\ de|compte|entend|souhaite
        |espere|engagee?s?\ a|s'emploie(?:nt)?\ a|gagnerai(?:t|ent)\ a|conviendrait\ de|faudrait
        |conviendrait\ que|importe\ de|promis\ de|tarde(?:nt)?\ a|tentatives?\ (?:de|pour|d')
        |en\ vue\ de|en\ (?:train|passe)\ de)\ ?{_CREER} (?<!pas\ tarde\ a)
        (?!(?<=en\ vue\ de\ creer)(?![^.;]*\b(?:poursui|en\ cours)))
    | \b(?:besoin\ d|gagnerai(?:t|ent)\ a\ avoir) (?=['\ ])
    | (?<=\bsouhaitable\ )que\b
    | \b(?:invitee?|engagee?|encouragee?|exhortee?|recommandee?|priee?|prie|demande|exhorte|engage
        |invite|encourage|recommande) (?=\ (?:[\w']+\ ){{0,6}}?(?:d')?{_CREER})
    | \b(?:bill|draft\ \w+|proposal)\b(?=[^.;,]*\b(?:is|are|remains?|been)\ (?:\w+\ )?(?:before
        |pending|awaiting|under|being|with|stuck|in\ parliament|tabled|rejected)\b)
    | \b(?:bill|draft\ \w+|proposal)\b(?=[^.;]*\b(?:not\ (?:yet\ )?been|never(?:\ been)?|not\ yet)
        \ (?:passed|adopted|enacted|approved|voted))
    | \b(?:avant-projet|projet|proposition)\ de\ (?:loi|decret|texte)\b(?=[^.;,]*\b(?:est|reste
        |demeure)\ (?:\w+\ )?(?:devant|en\ (?:attente|cours|discussion)|a\ l'|soumis|pendant))
    """,
    re.VERBOSE,
)
"""What is wished, planned or tabled is not there yet: "should establish", "invité à ratifier"."""
LAPSED = re.compile(
    r"\b(?:withdr(?:ew|awn)|lifted|removed|dropped|levee?s?|retiree?s?|renonce|renonca)\b"
    r"(?=[^.;,]*\breserv)[^.;,]*?\breserv\w+"
)
"""Only what it names is taken back: the treaty stays in force."""
PHRASAL = re.compile(
    r"""
    \b(?:lack(?:s|ed)?|lacking(?=\ (?:an?|any|in|the|such)\b)|devoid|unable|absence|depourvue?s?
        |denuee?s?)\b
    | \bmanqu(?:e|ent|ant|ait)\ (?:pas\ |plus\ )?d(?:e\b|')
    | \b(?:refrain(?:s|ed)?\ from|abstain(?:s|ed)?\ from)\b | \babstenue?\ de\b
    | \b(?:a\ )?defaut\ d(?:e\b|')(?<!fait\ defaut\ d') | \binexistence\ d(?:e\b|')
    | \b(?:for|from)\ want\ of\b | \b(?:its|their)\ distance\ from\b
    | \b(?:fail(?:s|ed|ure)?|refus(?:e|es|ed|al)|declin(?:e|es|ed))\ to\ (?!\d)
    | \brefus(?:e|ent|a)?\ d(?:e\b|')
    | \b(?:does|do|did)\ (?:without)\b | \bceased\ to\ (?:be|have)\b
    | \b(?:stopped|ceased)\ being\b | \b(?:lost|loses?|perdu?|perdait)\ (?:\w+\ ){0,3}?(?=(?:its
        |their|son
        |leur)\ (?:\w+\ )?(?:mandatory|compulsory|obligatory|binding|caractere))
    | \bn'(?:a|ont)\ plus\ rien\ d' | \ba\ supprime\ en\ \d{4}\ (?=l)
    | \bhas\ only\ an?\ (?:bill|draft|project|proposal)\b | \bcess(?:e|a|ent)\ d'etre\b
    | \bfree\ (?:of|from)\ (?!charge) | \bfaute\ d(?:e\b|') | \bmanque\ d(?:e\b|')
    | \bprivee?s?\ d(?:e\b|') | \bse\ passe(?:nt)?\ (?:\w+\ )?d(?:e\b|')
    | \battend(?:ent)?\ (?:toujours|encore)\b | \b(?:still|yet)\ (?:awaits?|waits?\ for)\b
    | \b(?:droit|loi|legislation|code)\ (?:\w+\ )?ignore\b
    | \b(?:stands?|stood|remain(?:s|ed)?|stay(?:s|ed)?|kept)\ (?:outside|out\ of)\b
    | \b(?:reste|demeure|restee?|tenue?)\ (?:en\ dehors|hors|a\ l'ecart)\b
    | \bdemunie?s?\ d(?:e\b|') | \bthe\ missing\ ones?\ (?:being|is|are)\b
    | \b(?:did|do|does|doing)\ away\ with\b | \bg(?:ave|iven|ives|iving)\ up\b
    | \bdispens(?:es|ed|ing)\ with\b | \bput(?:s|ting)?\ an\ end\ to\b | \bexpung(?:es|ed)\b
    | \bstruck\b (?=[^.;,]*\b(?:from|off|out)\b) | \beliminat(?:es|ed)\b
    | \bm(?:is|et|ettent|ettant)\ fin\ a\b | \baboli(?:t|ssent|ssant)\b
    | \bsupprim(?:e|ent|ant|a)\b (?!\W*(?:\Z|(?:en|par|depuis)\b))
    | \b(?:has|have)\ left\ (?=the\b|it\b) | \bs'est\ retiree?\ d(?:e\b|u\b|')
    | (?<!\bwas\ )(?<!\bbeen\ )(?<!\bwere\ )(?<!\bis\ )\b(?:repeal(?:s|ed)|abolish(?:ed|es)
        |revoked|abroge(?:ant)?|abrogent)\b (?!\W*(?:\Z|(?:in|en|by|since|depuis|par)\b))
    """,
    re.VERBOSE,
)
WITHOUT = re.compile(r"\b(?:without|sans)\b|(?<=\bwith )no\b|(?<=\b(?:by|of|in) )no\b")
_INSTRUMENT = r"(?:law|act|decree|loi|decret|article|order|arrete|ordonnance|regulation|resolution)"
_STREET = r"(?:street|st|road|rd|avenue|ave|av|boulevard|blvd|bd|lane|drive|square|rue|place|route)"
HARMLESS = re.compile(
    rf"""
    \bnot\ (?:only|limited\ to|merely|just)\b | \bwhether\ or\ not\b | \bif\ not\b | \bsinon\b
    | \b(?:without|sans)\ (?:prejudice|doute)\b
    | \bno\ (?:later|more|less|fewer|earlier|sooner)\ than\b | \bno\ doubt\b | \bno\ matter\b
    | \b(?:non|pas)\ (?:seulement|uniquement)\b | \bpas\ (?:moins|plus)\ de\b
    | \bni\ plus\ ni\ moins\b
    | \bno\ ?\d+\w?,?\ (?:\w+\ )?{_STREET}\b
    | \bno\.\ ?\d | \b{_INSTRUMENT}\ (?:\w+\ )?no\ ?\d | \bno\ ?\d+[-/]\d | \bno\ one\ else\b
    | \bnot\ (?:until|before)\ (?=(?:\w+\ )?(?:1[89]|20)\d\d) | \b(?:not|n't)\ wait\b
    | \bpas\ attendu\b | \b(?:far\ from|loin\ d[e'])\ ?(?:being\ |etre\ )?(?:without|lacking|sans
        |depourvue?)\b
    | \b(?:far\ from|loin\ d[e'])\ ?(?:being|having\ been|etre|avoir\ ete)\ \w+
    | \bnot\ (?:all|every|always|everywhere)\b | \bpas\ (?:tou(?:s|te|tes|t|jours)|partout)\b
    | \b(?:had|was|were|did|been|remained|n'avait|n'existait)\ (?:no|not|without|pas|aucune?)\b
        (?=[^.;,]{{0,100}}\b(?:until|before|avant|jusqu'en)\ (?:1[89]|20)\d\d)
    | \b(?:not|\w+n't)\ hesitate\b | \bpas\ hesite\b
    | \bnon[-\ ](?:lucrati|gouvernement|permanent|violen|negligeable|resident|etatique|profit)
    | \b(?:nobody|no\ one|none|nul|personne)\ (?:ne\ )?(?:disput|den(?:y|ies)|doubt|contest|nie\b
        |ignore)\w*
    | \b(?:non\ moins|ne\ (?:ferme|dort|cesse)\ jamais|never\ (?:closes|sleeps|stops))\b
    | \b(?:no|(?:d')?aucune?)\ (?:exceptions?|derogations?|exemptions?|doutes?|denunciations?
        |denonciations?)\b
    | \bpas\ (?:moins\b|tarde|manque\ de\ (?:se|s'))| \bnever\ ceased\b
    | \bn'(?:a|ont|avait)\ (?:jamais\ |pas\ )?cesse\ d(?:e\b|'\w+)
    | \b(?:never|not)\ been\ interrupted\b | \b(?:jamais|pas)\ ete\ interromp\w+
    | \bn'import\w*\b | \brien\ que\b | \b(?:with\ or\ without|avec\ ou\ sans)\b
    | \bnot\ for\ an?\ (?:single\ )?(?:day|moment)\b[^.;]*?\bwithout\b
    | \bno\ (?:plans?|intention)\ (?:to|of)\ (?:lift|withdraw|remov|repeal|abolish)\w*
    """,
    re.VERBOSE,
)
