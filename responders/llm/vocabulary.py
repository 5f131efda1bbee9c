"""Words that the evidence gate knows: those that claim nothing, those that turn a sentence round, those that bind us.

All in the normal form of `responders.text`. A word that stands here as harmless needs no source, so none may stand here
with which something could be granted, denied, insulted or sold. Yes and no are not harmless: they answer a question
that nobody checks.
"""

from __future__ import annotations

from responders.text import normalise


def _words(*lines: str) -> frozenset[str]:
    return frozenset(normalise(word) for line in lines for word in line.split())


HARMLESS = _words(
    # English
    "a an the this that these those there here it its is are was were be been being am i im you your yours youre we",
    "our",
    "ours us were they them their he she and or but so as at by for from in into of on onto to up with about also",
    "too",
    "then than when where which who what how if until till do does did have has had can could may might will would",
    "shall",
    "should let lets please hi hello hey dear good morning afternoon evening day thanks thank you welcome glad",
    "happy know",
    "find see look tell ask asking question questions answer details information info help hope wish warm regards",
    "best",
    "interest reach message writing reaching out nice lovely great well just s re ll ve d m t",
    "forward seeing",
    # Spanish, Portuguese, Italian
    "el la los las lo un una unos unas de del al a en con por para y e o u que como es son esta estan estamos hay",
    "se su",
    "sus tu tus nuestro nuestra nuestros nuestras os le les te me mi hola buenos buenas dias tardes gracias saludos",
    "querido querida puede puedes pueden pueda desde hasta cuando donde tambien encantados gusto pregunta",
    "o os as um uma uns umas do da dos das no na nos nas em com por para e que como esta estao temos nosso nossa",
    "ola bom",
    "boa dia tarde obrigado obrigada pode podem quando onde tambem pergunta voce",
    "il lo gli un uno una di del della dei delle al alla ai in con per da e o che come sono siamo nostro nostra",
    "nostri",
    "ciao buongiorno grazie salve puo puoi quando dove anche domanda saluti",
    # French
    "le la les l un une des de du d au aux a en dans sur avec par pour et ou que qui comme est sont sommes etes c",
    "ce cette",
    "ces se sa son ses notre nos votre vos vous nous tu te il elle ils on y bonjour bonsoir salut merci cher chere",
    "peut",
    "pouvez peuvent quand jusqu depuis aussi question cordialement bienvenue ravi ravis",
    # German
    "der die das den dem des ein eine einen einem einer eines und oder aber ist sind war waren sein seid bin bist",
    "wir uns",
    "unser unsere unseren unserem unserer ihr ihre ihren ihnen sie er es du dein deine dir dich euch euer in im an",
    "am auf",
    "aus bei beim fur mit nach von vom zu zum zur uber um bis ab wann wo wie was wer welche dass auch hallo guten",
    "tag",
    "morgen abend danke dank bitte gern gerne liebe lieber grusse herzliche willkommen freuen freut mich konnen",
    "kann kannst",
    "konnt hier da dort so als frage hat haben habt gibt",
    # Hindi, Gujarati, also in Latin letters
    "का के की को से में पर और या है हैं था थे थी हो हम हमारा हमारे हमारी आप आपका आपके आपकी यह वह ये वे इस उस तक",
    "नमस्ते",
    "नमस्कार धन्यवाद शुक्रिया कृपया कब कहाँ कैसे क्या सकते सकता सकती स्वागत लिए भी",
    "ના ની નું નો ને માં પર અને કે છે છું છો છીએ હતું હતા અમે અમારું અમારા અમારી અમારો તમે તમારું તમારા તમારી તમારો",
    "આ તે એ",
    "થી સુધી નમસ્તે આભાર ધન્યવાદ કૃપા કરીને ક્યારે ક્યાં કેવી રીતે શકો માટે પણ સ્વાગત",
    "ka ke ki ko se mein par aur hai hain hum hamara hamare hamari aap aapka aapke aapki yeh ye namaste dhanyavaad",
    "dhanyavad shukriya kripya tak bhi liye na ni nu no ne ma ane che chhe ame amara amari tame tamara tamari aabhar",
    "thi sudhi mate pan",
    # Arabic, Russian
    "في من الى على عن مع و او هو هي هذا هذه نحن انت لكم لك مرحبا اهلا شكرا السلام عليكم متى اين كيف حتى",
    "в на с со из у к о от до по для и или это мы вы наш наша наши ваш ваша здравствуйте привет спасибо пожалуйста",
    "где когда",
)  # fmt: skip

# Harmless in a greeting, yet what a number may count.
COUNTED = _words("day dia dias tag morning evening afternoon morgen abend tarde tardes")

COSTS = _words(
    "cost costs price prices priced kostet kosten preis preise cuesta cuestan precio precios coute coutent prix",
    "costa",
    "costano prezzo custa custam preco कीमत दाम કિંમત ભાવ keemat kimat стоит цена السعر سعر",
)  # fmt: skip

# In scripts without spaces, taken out of a text before its pairs of signs are compared.
HARMLESS_RUNS = (
    "您好", "你好", "谢谢", "謝謝", "欢迎", "请", "請", "我们的", "我们", "您的", "你的", "您", "你", "的", "了", "是",
    "在", "有", "和", "哦", "呢", "吧", "啊", "哈", "こんにちは", "ありがとうございます", "ございます", "です", "ます",
    "から", "まで", "私たち", "の", "は", "が", "を", "に", "で", "と", "สวัสดี", "ขอบคุณ", "ครับ", "ค่ะ",
)  # fmt: skip

GREETINGS = _words(
    "hi hello hey dear hola buenos dias bonjour salut hallo liebe lieber ciao ola namaste namaskar thanks thank you",
    "gracias merci danke grazie obrigado obrigada नमस्ते नमस्कार धन्यवाद નમસ્તે આભાર مرحبا اهلا شكرا здравствуйте",
    "привет",
    "спасибо morning good guten tag",
)  # fmt: skip

# All that a sentence or a part of one may say that says nothing: "You can." and "We do." would grant what they asked.
COURTESY = GREETINGS | _words(
    "a the and to for of your our us question message asking writing reaching out interest have nice great lovely",
    "kind",
    "warm best regards wishes welcome please let know evening afternoon day",
    "por tu su pregunta mensaje saludos y buenas tardes un dia estimado estimada querido querida pour votre ta",
    "question",
    "message et cordialement bonne journee bonsoir cher chere fur ihre deine frage nachricht und grusse herzliche",
    "viele",
    "abend einen schonen per la tua domanda e saluti pela sua pergunta आपके सवाल के लिए प्रश्न का આપના સવાલ માટે બદલ",
    "السلام عليكم و لسؤالك за вопрос",
)

NEGATIONS = _words(
    "not no never none nothing neither nor without cannot cant dont doesnt didnt wont isnt arent wasnt werent",
    "shouldnt",
    "couldnt wouldnt n't nobody unable unless except isn aren don doesn didn won wasn weren couldn wouldn shouldn",
    "ain",
    "nunca jamas ni sin tampoco ningun ninguna ninguno nada nadie salvo excepto",
    "pas jamais sans aucun aucune ne rien sauf n",
    "nicht kein keine keinen keinem keiner nie niemals ohne nichts ausser",
    "nao nunca sem nenhum nenhuma non mai senza nessun nessuna niente",
    "नहीं नही मत बिना कभी नहिं nahi nahin mat bina નથી નહીં નહિ વિના વગર ન nathi nahi vagar",
    "لا ليس لم لن غير بدون не нет без никогда ни",
)  # fmt: skip
NEGATION_SIGNS = ("不", "没", "沒", "無", "无", "未", "勿", "别", "ない", "ません", "않", "없", "ไม่")

# Beginnings of words with which we would bind ourselves; each needs a source that says so in the same words.
COMMITMENTS = tuple(
    normalise(word)
    for word in (
        "promis", "guarant", "refund", "reimburs", "compensat", "warrant", "discount", "voucher", "coupon", "gratis",
        "free", "gift", "prize", "waive", "liab", "pledge", "assur", "replace", "exchang", "credit", "cashback",
        "garant", "reembols", "devolv", "devoluci", "descuent", "promet", "regal", "indemni", "compens", "desconto",
        "rembours", "remise", "offert", "gratuit", "cadeau", "promess", "rimbors", "sconto", "omaggio",
        "erstatt", "versprech", "versprich", "rabatt", "gutschein", "kostenlos", "umsonst", "geschenk", "entschädig",
        "ersatz", "umtausch", "zusage",
        "वापस", "रिफंड", "गारंटी", "वादा", "छूट", "मुफ्त", "मुफ़्त", "रिफ़ंड", "ગેરંટી", "રિફંડ", "વચન", "છૂટ", "મફત", "પાછા",
        "ضمان", "استرداد", "خصم", "مجان", "نعد", "гарант", "возврат", "обеща", "скидк", "бесплат",
    )
)  # fmt: skip
COMMITMENT_SIGNS = (
    "保证",
    "保證",
    "退款",
    "赔偿",
    "賠償",
    "承诺",
    "承諾",
    "折扣",
    "优惠",
    "優惠",
    "免费",
    "免費",
    "返金",
    "保証",
    "無料",
    "割引",
)

# What a source says with one of these it says for some, for a time or up to a point, or says the contrary by it ("free
# of lead"); who repeats it must not leave that out.
CONDITIONS = _words(
    "if unless only within except provided unused unworn original receipt over above minimum maximum least most before",
    "after some few certain selected usually sometimes often mostly about approximately nearly almost perhaps maybe up",
    "long free lacks lack lacking closed excluded excluding missing forbidden prohibited banned impossible",
    "unavailable sold instead rather fails failed refuse refuses avoid unlike",
    "currently today tomorrow exclusively solely depending subject under below more less than other others",
    "si solo solamente unicamente dentro salvo antes despues minimo recibo algunos algunas normalmente aproximadamente",
    "libre libres exento agotado agotada cerrado cerrada prohibido prohibida ferme fermee epuise interdit exempt",
    "exempte privo privi libero chiuso esaurito vietato livre isento isentos fechado esgotado proibido",
    "frei freie freien geschlossen ausverkauft verboten statt anstatt",
    "casi seulement uniquement dans sauf avant apres certains certaines environ parfois presque apenas somente alguns",
    "wenn falls nur innerhalb ausser vor nach mindestens ungebraucht lediglich bloss einige manche meist etwa fast",
    "ungefahr",
    "se entro prima dopo soltanto alcuni circa quasi ate",
    "मुक्त बंद મુક્ત બંધ свободно свободны закрыто закрыт خالية خال مغلق",
    "अगर यदि केवल सिर्फ भीतर कुछ लगभग पहले बाद જો ફક્ત માત્ર અંદર કેટલાક લગભગ પહેલાં પછી если только некоторые около до после",
    "فقط إذا بعض تقريبا",
)  # fmt: skip
CONDITION_SIGNS = (
    "如果",
    "若",
    "仅",
    "僅",
    "只",
    "除",
    "部分",
    "大约",
    "左右",
    "以内",
    "以內",
    "以上",
    "だけ",
    "のみ",
    "場合",
    "以内",
)

# What a stem may end in and still be the same word, in the languages with our Latin, Cyrillic and Greek letters.
ENDINGS = frozenset(
    ("", "s", "es", "ed", "d", "ing", "e", "en", "n", "er", "ly", "y", "ies", "a", "o", "os", "as", "an", "i", "t",
     "te", "st", "em", "r", "ar", "ir", "amos", "emos", "imos", "ez", "ons", "ent", "ment", "ado", "ada", "ados",
     "adas", "ido", "ida", "und", "м", "ы", "и", "а", "у", "е", "ом", "ой", "ов", "ам", "ах", "я", "ь", "ем",
     "ет", "ют", "ая", "ую", "ый", "ые", "ого", "ых")
)  # fmt: skip

# Who does it to whom: "we pay you" has the words of "you pay us".
WE = _words(
    "we us our ours i me my mine wir uns unser unsere unseren unserem unserer unseres ich mich mir",
    "nous notre nos je nosotros nosotras nuestro nuestra nuestros nuestras yo mi nosso nossa nossos nossas eu",
    "noi nostro nostra nostri nostre io हम हमें हमारा हमारे हमारी मैं અમે અમને અમારું અમારા અમારી અમારો હું",
    "hum hame hamara hamare hamari ame amne amara amari мы нас нам наш наша наше наши я меня мне نحن",
)
YOU = _words(
    "you your yours du dich dir dein deine deinen deinem deiner ihnen euch euer eure vous votre vos tu toi tes",
    "usted ustedes tus ti vosotros vuestro vuestra você voces teu tua voi vostro vostra tuo",
    "आप आपको आपका आपके आपकी तुम તમે તમને તમારું તમારા તમારી તમારો aap aapko aapka aapke aapki tame tamne tamara tamari",
    "вы вас вам ваш ваша ваше ваши ты тебя тебе انت لك لكم",
)
