// Every word of the chat window, in the six languages that it speaks.

const WORDS = {
  en: {
    title: "Chat with us", greeting: "Hello! How can we help?", placeholder: "Write a message", send: "Send",
    attach: "Attach a file", close: "Close chat", log: "Conversation", here: "We are here", away: "We are away",
    offline: "You are offline. What you write is sent when you are back.", connecting: "Connecting…",
    sending: "Sending…", waiting: "Waiting for a connection", sent: "Sent", failed: "Not sent", again: "Try again",
    discard: "Discard", edit: "Edit", remove: "Delete", reply: "Reply", like: "Like", cancel: "Cancel", edited: "edited",
    editing: "Editing: {text}", replying: "Reply to: {text}", removed: "This message was deleted",
    hidden: "This message is hidden", typing: "Somebody is writing", newest: "Newest messages", you: "You", us: "Answer",
    name: "Your name (optional)", shut: "You cannot write here at the moment.", left: "{n} characters left",
    over: "{n} characters too many", too_fast: "That was a lot at once. Please wait a moment.",
    too_big: "A file may have {size} at most.", unfit: "Files of this kind cannot be sent here.",
    too_many: "A message takes {n} files at most.", uploading: "Uploading…", download: "Save {name}",
    identity: "The page could not prove who you are. Please reload it.", broken: "That did not work. Please try again.",
    erased: "This file is no longer there", unwatched: "Your browser keeps nothing: after a reload this chat is empty.",
  },
  es: {
    title: "Chatea con nosotros", greeting: "¡Hola! ¿En qué podemos ayudarte?", placeholder: "Escribe un mensaje",
    send: "Enviar", attach: "Adjuntar un archivo", close: "Cerrar el chat", log: "Conversación", here: "Estamos aquí",
    away: "No estamos", offline: "Estás sin conexión. Lo que escribas se enviará cuando vuelvas.",
    connecting: "Conectando…", sending: "Enviando…", waiting: "Esperando conexión", sent: "Enviado",
    failed: "No enviado", again: "Reintentar", discard: "Descartar", edit: "Editar", remove: "Borrar",
    reply: "Responder", like: "Me gusta", cancel: "Cancelar", edited: "editado", editing: "Editando: {text}",
    replying: "Respuesta a: {text}", removed: "Este mensaje se borró", hidden: "Este mensaje está oculto",
    typing: "Alguien está escribiendo", newest: "Mensajes recientes", you: "Tú", us: "Respuesta",
    name: "Tu nombre (opcional)", shut: "Ahora no puedes escribir aquí.", left: "Quedan {n} caracteres",
    over: "Sobran {n} caracteres", too_fast: "Fue mucho de golpe. Espera un momento.",
    too_big: "Un archivo puede tener {size} como máximo.", unfit: "Aquí no se pueden enviar archivos de este tipo.",
    too_many: "Un mensaje admite {n} archivos como máximo.", uploading: "Subiendo…", download: "Guardar {name}",
    identity: "La página no pudo demostrar quién eres. Recárgala.", broken: "No funcionó. Inténtalo de nuevo.",
    erased: "Este archivo ya no está", unwatched: "Tu navegador no guarda nada: al recargar, este chat estará vacío.",
  },
  gu: {
    title: "અમારી સાથે વાત કરો", greeting: "નમસ્તે! અમે શું મદદ કરી શકીએ?", placeholder: "સંદેશો લખો", send: "મોકલો",
    attach: "ફાઇલ જોડો", close: "ચેટ બંધ કરો", log: "વાતચીત", here: "અમે અહીં છીએ", away: "અમે હમણાં નથી",
    offline: "તમે ઑફલાઇન છો. તમે લખશો તે ફરી જોડાતાં જ મોકલાશે.", connecting: "જોડાઈ રહ્યું છે…", sending: "મોકલાય છે…",
    waiting: "જોડાણની રાહ જુએ છે", sent: "મોકલ્યું", failed: "મોકલાયું નથી", again: "ફરી પ્રયત્ન કરો", discard: "રદ કરો",
    edit: "સુધારો", remove: "કાઢી નાખો", reply: "જવાબ આપો", like: "ગમ્યું", cancel: "રહેવા દો", edited: "સુધારેલું",
    editing: "સુધારો: {text}", replying: "આનો જવાબ: {text}", removed: "આ સંદેશો કાઢી નાખ્યો છે", hidden: "આ સંદેશો છુપાવેલો છે",
    typing: "કોઈ લખી રહ્યું છે", newest: "નવા સંદેશા", you: "તમે", us: "જવાબ", name: "તમારું નામ (મરજિયાત)",
    shut: "હમણાં તમે અહીં લખી શકતા નથી.", left: "{n} અક્ષર બાકી", over: "{n} અક્ષર વધારે છે",
    too_fast: "એક સાથે ઘણું થયું. થોડી વાર રાહ જુઓ.", too_big: "ફાઇલ વધુમાં વધુ {size}ની હોઈ શકે.",
    unfit: "આ પ્રકારની ફાઇલ અહીં મોકલી શકાતી નથી.", too_many: "એક સંદેશામાં વધુમાં વધુ {n} ફાઇલ.", uploading: "અપલોડ થાય છે…",
    download: "{name} સાચવો", identity: "પાનું તમારી ઓળખ સાબિત કરી શક્યું નહીં. ફરી ખોલો.",
    broken: "એ થયું નહીં. ફરી પ્રયત્ન કરો.", erased: "આ ફાઇલ હવે નથી", unwatched: "તમારું બ્રાઉઝર કંઈ સાચવતું નથી: ફરી ખોલતાં ચેટ ખાલી હશે.",
  },
  hi: {
    title: "हमसे बात करें", greeting: "नमस्ते! हम क्या मदद कर सकते हैं?", placeholder: "संदेश लिखें", send: "भेजें",
    attach: "फ़ाइल जोड़ें", close: "चैट बंद करें", log: "बातचीत", here: "हम यहाँ हैं", away: "हम अभी नहीं हैं",
    offline: "आप ऑफ़लाइन हैं। जो लिखेंगे, जुड़ते ही भेजा जाएगा।", connecting: "जुड़ रहा है…", sending: "भेजा जा रहा है…",
    waiting: "कनेक्शन का इंतज़ार", sent: "भेजा गया", failed: "नहीं भेजा गया", again: "फिर कोशिश करें", discard: "हटा दें",
    edit: "बदलें", remove: "मिटाएँ", reply: "जवाब दें", like: "पसंद", cancel: "रहने दें", edited: "बदला गया",
    editing: "बदल रहे हैं: {text}", replying: "इसका जवाब: {text}", removed: "यह संदेश मिटा दिया गया", hidden: "यह संदेश छिपा है",
    typing: "कोई लिख रहा है", newest: "नए संदेश", you: "आप", us: "जवाब", name: "आपका नाम (वैकल्पिक)",
    shut: "अभी आप यहाँ नहीं लिख सकते।", left: "{n} अक्षर बाकी", over: "{n} अक्षर ज़्यादा हैं",
    too_fast: "एक साथ बहुत हो गया। थोड़ा रुकें।", too_big: "फ़ाइल ज़्यादा से ज़्यादा {size} की हो सकती है।",
    unfit: "इस तरह की फ़ाइल यहाँ नहीं भेजी जा सकती।", too_many: "एक संदेश में ज़्यादा से ज़्यादा {n} फ़ाइलें।",
    uploading: "अपलोड हो रहा है…", download: "{name} सहेजें", identity: "पेज आपकी पहचान साबित नहीं कर सका। इसे फिर खोलें।",
    broken: "नहीं हो पाया। फिर कोशिश करें।", erased: "यह फ़ाइल अब नहीं है",
    unwatched: "आपका ब्राउज़र कुछ नहीं सहेजता: दोबारा खोलने पर चैट खाली होगी।",
  },
  ar: {
    title: "تحدث معنا", greeting: "مرحبًا! كيف يمكننا مساعدتك؟", placeholder: "اكتب رسالة", send: "إرسال",
    attach: "إرفاق ملف", close: "إغلاق الدردشة", log: "المحادثة", here: "نحن هنا", away: "لسنا هنا الآن",
    offline: "أنت غير متصل. سيُرسل ما تكتبه عند عودة الاتصال.", connecting: "جارٍ الاتصال…", sending: "جارٍ الإرسال…",
    waiting: "بانتظار الاتصال", sent: "أُرسلت", failed: "لم تُرسل", again: "حاول مجددًا", discard: "تجاهل",
    edit: "تعديل", remove: "حذف", reply: "رد", like: "إعجاب", cancel: "إلغاء", edited: "معدّلة",
    editing: "تعديل: {text}", replying: "رد على: {text}", removed: "حُذفت هذه الرسالة", hidden: "هذه الرسالة مخفية",
    typing: "هناك من يكتب", newest: "أحدث الرسائل", you: "أنت", us: "الرد", name: "اسمك (اختياري)",
    shut: "لا يمكنك الكتابة هنا حاليًا.", left: "بقي {n} حرفًا", over: "{n} حرفًا زائدًا",
    too_fast: "كان ذلك كثيرًا دفعة واحدة. انتظر قليلًا.", too_big: "الحد الأقصى للملف {size}.",
    unfit: "لا يمكن إرسال ملفات من هذا النوع هنا.", too_many: "الحد الأقصى {n} ملفات في الرسالة.", uploading: "جارٍ الرفع…",
    download: "حفظ {name}", identity: "لم تتمكن الصفحة من إثبات هويتك. أعد تحميلها.", broken: "لم ينجح ذلك. حاول مجددًا.",
    erased: "لم يعد هذا الملف موجودًا", unwatched: "متصفحك لا يحفظ شيئًا: ستكون الدردشة فارغة بعد إعادة التحميل.",
  },
  zh: {
    title: "与我们聊聊", greeting: "您好！有什么可以帮您？", placeholder: "输入消息", send: "发送", attach: "添加文件",
    close: "关闭聊天", log: "对话", here: "我们在线", away: "我们暂时不在", offline: "您已离线。所写内容会在恢复连接后发送。",
    connecting: "正在连接…", sending: "正在发送…", waiting: "等待连接", sent: "已发送", failed: "未发送", again: "重试",
    discard: "丢弃", edit: "编辑", remove: "删除", reply: "回复", like: "赞", cancel: "取消", edited: "已编辑",
    editing: "正在编辑：{text}", replying: "回复：{text}", removed: "此消息已删除", hidden: "此消息已隐藏",
    typing: "对方正在输入", newest: "最新消息", you: "您", us: "回答", name: "您的名字（可不填）",
    shut: "您目前不能在这里发言。", left: "还可输入 {n} 字", over: "超出 {n} 字", too_fast: "一次太多了，请稍等。",
    too_big: "文件最大为 {size}。", unfit: "不能发送此类文件。", too_many: "每条消息最多 {n} 个文件。", uploading: "正在上传…",
    download: "保存 {name}", identity: "页面无法证明您的身份，请重新加载。", broken: "没有成功，请重试。",
    erased: "此文件已不存在", unwatched: "您的浏览器不保存任何内容：重新加载后聊天记录将为空。",
  },
};

/** The language of the window: the one asked for, or the first of the browser's that we speak. */
export function pickLanguage(asked) {
  const wanted = asked ? [asked] : navigator.languages || [];
  return wanted.find((one) => base(one) in WORDS) || "en";
}

/** The words of a language, as a function of their name and of what to fill in. */
export function wordsOf(language) {
  const words = WORDS[base(language)];
  return (name, filled = {}) => (words[name] || words.broken).replace(/\{(\w+)\}/g, (_, key) => filled[key]);
}

/** Which way a language is written. */
export function directionOf(language) {
  return base(language) === "ar" ? "rtl" : "ltr";
}

function base(language) {
  return language.toLowerCase().split("-")[0];
}
