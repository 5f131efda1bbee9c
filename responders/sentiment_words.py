"""Words that say how somebody feels, by language. A star stands for any ending; a comma ends a word or a phrase.

Only words that customers use of a product, a service or an answer, and of which most uses say what the list says.
`nothing` are phrases that would be taken for something else ("no problem", "good morning").
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in one language, from very bad to very good, politely, and what turns a word into its opposite."""

    awful: str
    bad: str
    good: str
    great: str
    polite: str  # thanks, that a complaint may hold as well
    turns: str
    nothing: str = ""


LANGUAGES: dict[str, Words] = {
    "en": Words(
        awful=(
            "worst, terrible, terribly, horrible, horrific, awful, disgust*, scam*, fraud, fraudster*, thieves,"
            " thief, liar*, unacceptable, pathetic, ridiculous, outrageous, appalling, furious, hate, hated,"
            " rip off, ripoff, never again, shame on you, waste of money, thanks for nothing, fed up, rubbish,"
            " garbage, useless, sick of, fuck*, bullshit, sucks, cheated, robbed, stole my, lied to,"
            " avoid this, stay away from"
        ),
        bad=(
            "bad, badly, poor, poorly, disappoint*, upset, angry, annoy*, frustrat*, rude, unhappy, unhelpful,"
            " broken, damaged, defective, faulty, unprofessional, joke of a, worse, misleading, overpriced,"
            " shameful, ignored, ignoring me, complain*, complaint, still waiting, still no, let down,"
            " does not work, do not work, did not work, stopped working, not working, no reply, no response,"
            " no answer, nobody answers"
        ),
        good=(
            "good, nice, happy, glad, helpful, pleased, friendly, enjoy*, "
            " satisfied, highly recommend, would recommend, works well, well done, appreciate*, grateful, lovely, sweet"
        ),
        great=(
            "great, excellent, amazing, awesome, fantastic, wonderful, perfect*, love, loved, loving, "
            " brilliant, superb, beautiful*, delighted, outstanding, made my day, incredible"
        ),
        polite="thanks, thank you, thx, many thanks, thank you so much, cheers",
        turns="not, no, never, without, hardly, barely, nothing, neither",
        nothing=(
            "no problem, no worries, not bad, good morning, good evening, good afternoon, good night, good day,"
            " best regards, kind regards, would love to know, would love to, no thanks, no thank you"
        ),
    ),
    "es": Words(
        awful=(
            "pesimo*, pesima*, horrible*, terrible, terribles, fatal, asco, asqueroso*, asquerosa*, estafa*,"
            " timo, ladron*, mentiroso*, mentirosa*, inaceptable*, verguenza, vergonzoso*, vergonzosa*, odio,"
            " nunca mas, lo peor, el peor, la peor, una basura, mierda, denuncia*, enganad*, robo,"
            " me han robado, harto, harta"
        ),
        bad=(
            "mal, malo, mala, malos, malas, decepcion*, molest*, enfad*, enojad*, enojo, queja*, quejar*, roto,"
            " rota, danado, danada, defectuos*, lento, lenta, peor, grosero*, grosera*, frustra*, no funciona,"
            " nadie responde, sigo esperando, sin respuesta, no contestan, no responden"
        ),
        good=(
            "bien, bueno, buena, buenos, buenas, contento, contenta, feliz, amable*, "
            " recomiendo, recomendable*, bonito, bonita, agradezco, agradecid*, satisfech*, genial"
        ),
        great=(
            "excelente*, increible*, fantastic*, maravillos*, perfecto, perfecta, encanta, encantado,"
            " encantada, estupend*, espectacular*, precios*"
        ),
        polite="gracias, muchas gracias, mil gracias",
        turns="no, nunca, jamas, sin, ni, tampoco, nada",
        nothing="buenos dias, buenas tardes, buenas noches, buen dia, no pasa nada, no hay problema, nada mal",
    ),
    "fr": Words(
        awful=(
            "nul, nulle, nuls, horrible*, affreux, affreuse, arnaque*, escroc*, escroquerie, voleur*, menteur*,"
            " honte, honteux, honteuse, inadmissible*, inacceptable*, scandaleux, scandaleuse, degueulasse,"
            " deteste, catastroph*, merde, plus jamais, le pire, la pire, a fuir, ras le bol, foutage"
        ),
        bad=(
            "mauvais, mauvaise, mal, decu, decue, decus, decevant*, deception, enerve*, fache*, agac*, casse,"
            " cassee, abime*, defectueu*, lent, lente, pire, impoli*, plainte, reclamation, ne marche pas,"
            " ne fonctionne pas, aucune reponse, sans reponse, toujours rien, j attends toujours"
        ),
        good=(
            "bien, bon, bonne, bons, bonnes, content, contente, heureux, heureuse, sympa*, gentil*, "
            " recommande*, joli*, ravi, ravie, satisfait*"
        ),
        great=(
            "excellent*, incroyable*, fantastique*, merveilleu*, parfait*, adore*, genial*, super,"
            " magnifique*, formidable*, superbe*, bravo"
        ),
        polite="merci, merci beaucoup, mille mercis",
        turns="pas, jamais, sans, ni, aucun, aucune, guere",
        nothing=(
            "pas mal, pas de souci, pas de probleme, bonne journee, bonne soiree, bon week end, bien a vous,"
            " ou bien"
        ),
    ),
    "de": Words(
        awful=(
            "schrecklich*, furchtbar*, grauenhaft*, katastroph*, betrug, betruger*, abzocke*, unverschamt*,"
            " frechheit, inakzeptabel*, unmoglich*, lacherlich*, hasse, ekelhaft*, widerlich*, nie wieder,"
            " das letzte, scheisse, scheiss*, mist, verarsch*, beschissen*, unverschamtheit, lugner,"
            " stinksauer"
        ),
        bad=(
            "schlecht*, enttausch*, argerlich*, arger*, sauer, wutend, kaputt*, beschadigt*, defekt*,"
            " unfreundlich*, schlimm*, frustrier*, beschwer*, mangelhaft*, unzufrieden*, nicht gut,"
            " funktioniert nicht, geht nicht, keine antwort, immer noch nicht, warte immer noch,"
            " niemand antwortet, reklamation"
        ),
        good=(
            "gut, gute, guter, gutes, guten, zufrieden*, freundlich*, hilfreich*, nett, nette,"
            " empfehlenswert*, freue, gefallt, lecker, prima, froh"
        ),
        great=(
            "toll, tolle, toller, tolles, super, klasse, spitze, hervorragend*, ausgezeichnet*, wunderbar*,"
            " perfekt*, fantastisch*, liebe es, begeistert*, genial*, grossartig*"
        ),
        polite="danke, vielen dank, herzlichen dank, danke schon",
        turns="nicht, kein, keine, keinen, keiner, nie, niemals, ohne, nichts, nix",
        nothing=(
            "guten morgen, guten tag, guten abend, gute nacht, kein problem, nicht schlecht, beste grusse,"
            " gut zu wissen"
        ),
    ),
    "pt": Words(
        awful=(
            "pessim*, horrivel, horriveis, terrivel, terriveis, nojo, nojent*, golpe, golpista*, fraude*,"
            " ladrao, ladroes, mentiros*, inaceitavel, absurdo, vergonha, vergonhos*, odeio, nunca mais,"
            " o pior, a pior, um lixo, merda, porcaria, palhacada, procon, me enganaram, ridiculo, ridicula,"
            " descaso"
        ),
        bad=(
            "mal, mau, ma qualidade, ruim, ruins, decepcion*, chatead*, irritad*, reclama*, quebrad*,"
            " danificad*, estragad*, defeito, lento, lenta, demora, demorado, pior, grosseir*, frustra*,"
            " nao funciona, ninguem responde, sem resposta, ate agora nada, nao respondem, insatisfeit*"
        ),
        good=(
            "bem, bom, boa, bons, boas, feliz, contente, gentil, recomendo, bonito,"
            " bonita, lindo, linda, agradeco, satisfeit*, legal, gostei"
        ),
        great=(
            "excelente*, incrivel, incriveis, fantastic*, maravilhos*, perfeit*, amei, adorei, adoro, "
            " otimo, otima, sensacional, show de bola, nota 10"
        ),
        polite="obrigado, obrigada, muito obrigado, muito obrigada, valeu",
        turns="nao, nunca, jamais, sem, nem, nada",
        nothing="bom dia, boa tarde, boa noite, nao tem problema, sem problema, sem problemas, tudo bem, nada mal",
    ),
    "hi": Words(
        awful=(
            "घटिया, बकवास, धोखा, धोखाधड़ी, धोखेबाज, ठग, ठगी, फ्रॉड, चोर, चोरी, शर्मनाक, शर्म, नफरत, नफ़रत,"
            " बेकार, घिनौना, बहुत बुरा, बहुत खराब, बहुत ख़राब, सबसे खराब, सबसे बुरा, लूट, कभी नहीं खरीदूंगा,"
            " कभी नहीं खरीदूंगी, झूठे, झूठा"
        ),
        bad=(
            "बुरा, बुरी, बुरे, खराब, ख़राब, निराश, निराशा, परेशान, परेशानी, गुस्सा, नाराज, नाराज़, टूटा, टूटी,"
            " टूटे, शिकायत, दुखी, गंदा, काम नहीं कर, जवाब नहीं, कोई जवाब"
        ),
        good="अच्छा, अच्छी, अच्छे, खुश, ख़ुश, पसंद आया, पसंद आई, सुंदर, बढ़िया, मददगार",
        great=(
            "बहुत अच्छा, बहुत बढ़िया, शानदार, लाजवाब, बेहतरीन, कमाल, सबसे अच्छा, उत्तम, ज़बरदस्त, जबरदस्त,"
            " प्यार"
        ),
        polite="धन्यवाद, शुक्रिया, आभार, बहुत धन्यवाद",
        turns="नहीं, नही, न, ना, मत, बिना",
        nothing="कोई बात नहीं",
    ),
    "hi-latn": Words(
        awful=(
            "ghatiya, bakwas, bakwaas, bekar, bekaar, dhokha, dhoka, dhokebaaz, thug, thagi, chor, sharam,"
            " sharm karo, nafrat, bahut bura, bahut kharab, bohot kharab, sabse kharab, loot, jhoothe, jhutha,"
            " wahiyat, faltu"
        ),
        bad=(
            "bura, buri, kharab, khrab, nirash, pareshan, preshan, gussa, naraz, naraaz, tuta, toota, tuti,"
            " shikayat, dukhi, kaam nahi kar, kam nahi kar, jawab nahi, koi jawab"
        ),
        good=(
            "accha, acha, achha, achchha, acchi, achi, achhi, ache, khush, badhiya, badiya, sundar,"
            " pasand aaya, pasand aya"
        ),
        great=(
            "bahut accha, bahut acha, bahut achha, bohot accha, shandar, shaandar, lajawab, behtarin,"
            " behtareen, kamaal, kamal ka, zabardast, jabardast, mast"
        ),
        polite="shukriya, dhanyavad, dhanyawad",
        turns="nahi, nahin, nhi, nai, mat, bina",
        nothing="koi baat nahi, koi bat nahi",
    ),
    "gu": Words(
        awful=(
            "બકવાસ, છેતરપિંડી, છેતર્યા, છેતર્યો, ઠગ, ચોર, ચોરી, શરમ, શરમજનક, નફરત, બેકાર, નકામું, નકામી, નકામો,"
            " ફ્રોડ, લૂંટ, જુઠ્ઠા, બહુ ખરાબ, ખૂબ ખરાબ, સૌથી ખરાબ, સાવ ખરાબ, ઘટિયા"
        ),
        bad=(
            "ખરાબ, નિરાશ, નિરાશા, હેરાન, પરેશાન, ગુસ્સો, ગુસ્સે, નારાજ, તૂટેલું, તૂટેલી, તૂટેલો, તૂટી ગયું,"
            " ફરિયાદ, દુઃખી, ગંદું, કામ નથી કરતું, જવાબ નથી, કોઈ જવાબ"
        ),
        good="સારું, સારો, સારી, સારા, ખુશ, ગમ્યું, ગમ્યો, ગમી, સુંદર, સરસ, મદદરૂપ",
        great="બહુ સરસ, ખૂબ સરસ, ખૂબ સારું, બહુ સારું, અદ્ભુત, શાનદાર, ઉત્તમ, લાજવાબ, જોરદાર, શ્રેષ્ઠ, મજા આવી",
        polite="આભાર, ધન્યવાદ, ખૂબ આભાર",
        turns="નથી, નહીં, નહિ, ના, વગર, નહોતું, નહોતો",
        nothing="વાંધો નહીં, વાંધો નહિ, કંઈ વાંધો નહીં, કંઈ વાંધો નહિ",
    ),
    "gu-latn": Words(
        awful=(
            "bakwas, bakvas, chhetarpindi, chetarpindi, chhetarya, chor, sharam, nakamu, nakami, bekar, nafrat,"
            " lunt, juttha, bahu kharab, khub kharab, bau kharab, sav kharab, ghatiya"
        ),
        bad=(
            "kharab, khrab, nirash, heran, hairan, pareshan, gusso, gusse, naraj, tutelu, tuteli, tuti gayu,"
            " fariyad, dukhi, kam nathi kartu, jawab nathi, javab nathi"
        ),
        good="saru, saaru, saras, sari che, saro che, khush, gamyu, gami gayu, sundar",
        great=(
            "bahu saras, khub saras, bau saras, khub saru, bahu saru, adbhut, jordar, jordaar, shandar, mast,"
            " maja aavi, maja avi"
        ),
        polite="aabhar, abhar, aabhaar, dhanyavad, khub aabhar",
        turns="nathi, nahi, nai, vagar, nahotu",
        nothing="vandho nahi, vandho nai, kai vandho nahi",
    ),
    "zh": Words(
        awful="太差, 差劲, 垃圾, 骗子, 骗人, 恶心, 最差, 无耻, 坑人, 投诉, 气死, 黑店, 诈骗",
        bad="失望, 生气, 不满, 糟糕, 坏了, 太慢, 难用, 没人回, 不回复, 差评",
        good="不错, 满意, 喜欢, 开心, 好用, 好看, 好评",
        great="太好了, 太棒, 非常好, 完美, 超赞, 最好, 太喜欢",
        polite="谢谢, 感谢, 非常感谢",
        turns="不, 没, 没有",
        nothing="没关系, 没问题, 不客气",
    ),
}  # fmt: skip

# Words of one language that mean something else in another; they count only for whoever is known to write in theirs.
FALSE_FRIENDS = frozenset(
    {
        "ache", "boa", "bravo", "chor", "content", "gut", "legal", "lent", "linda", "loot", "lunt", "mal", "mala",
        "mast", "mat", "mau", "mist", "nett", "nul", "prima", "ravi", "robo", "sem", "sin", "timo", "toll", "tolle",
    }
)  # fmt: skip

FACES: dict[str, float] = {
    **dict.fromkeys("😡🤬🤮🖕", -2.0),
    **dict.fromkeys("😠👎💔😤😒🙄🙃😞😟😔😩😫🤦😾", -1.0),
    **dict.fromkeys("😊🙂👍😀😃😄😁👏💐🌹🤗😋👌", 1.0),
    "🙏": 0.5,
    **dict.fromkeys("😍🥰❤💕💖💗🤩🎉💯😻", 2.0),
}
