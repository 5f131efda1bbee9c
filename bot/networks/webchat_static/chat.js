// The one script that a site includes: it draws a button, and behind it a frame with the chat window.
//
//   <script async src="https://chat.example/webchat/main/chat.js" data-lang="es" data-side="left"></script>
//
// Nothing is loaded or connected before the visitor opens the chat, or has used it before. The page's own styles and
// scripts do not reach in (shadow root, frame), and no inline style or markup is used, so a strict policy of the site
// needs only our origin in script-src and frame-src. `window.sangamChat` offers open() and close().
(function (settings) {
  "use strict";
  const tag = document.currentScript;
  if (!tag || window.sangamChat) return;
  const base = new URL(".", tag.src);
  const asked = tag.dataset;

  const WORDS = {
    en: { open: "Open chat", close: "Close chat", unread: "New messages: {n}" },
    es: { open: "Abrir el chat", close: "Cerrar el chat", unread: "Mensajes nuevos: {n}" },
    gu: { open: "ચેટ ખોલો", close: "ચેટ બંધ કરો", unread: "નવા સંદેશા: {n}" },
    hi: { open: "चैट खोलें", close: "चैट बंद करें", unread: "नए संदेश: {n}" },
    ar: { open: "افتح الدردشة", close: "أغلق الدردشة", unread: "رسائل جديدة: {n}" },
    zh: { open: "打开聊天", close: "关闭聊天", unread: "新消息：{n}" },
  };
  const languages = asked.lang ? [asked.lang] : navigator.languages || ["en"];
  const language = languages.map((one) => one.toLowerCase().split("-")[0]).find((one) => one in WORDS) || "en";
  const words = WORDS[language];
  const rtl = (asked.dir || (language === "ar" ? "rtl" : "ltr")) === "rtl";
  const left = asked.side ? asked.side === "left" : rtl;

  if (settings.origins.length && !settings.origins.includes(location.origin) && location.origin !== base.origin) {
    console.error(`The chat is not shown: ${location.origin} is not among the origins it is open to.`);
    return;
  }

  const STYLE = `
    :host { all: initial; position: fixed; inset: 0; pointer-events: none; z-index: 2147483000; color-scheme: light dark; }
    button, iframe { pointer-events: auto; position: fixed; border: 0; }
    button {
      bottom: max(20px, env(safe-area-inset-bottom)); ${left ? "left" : "right"}: 20px; width: 60px; height: 60px;
      padding: 0; border-radius: 50%; cursor: pointer; color: var(--on-brand); background: var(--brand);
      box-shadow: 0 1px 3px rgb(0 0 0 / .16), 0 8px 28px rgb(0 0 0 / .2); transition: transform .16s ease, box-shadow .16s ease;
    }
    button:hover { transform: translateY(-2px); box-shadow: 0 2px 5px rgb(0 0 0 / .18), 0 12px 34px rgb(0 0 0 / .24); }
    button:active { transform: none; }
    button:focus-visible { outline: 3px solid var(--brand); outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
    svg { position: absolute; inset: 0; margin: auto; width: 28px; height: 28px; transition: opacity .16s, transform .16s; }
    .down { opacity: 0; transform: rotate(-45deg); }
    .open .bubble { opacity: 0; transform: rotate(45deg); }
    .open .down { opacity: 1; transform: none; }
    span {
      position: absolute; top: -4px; ${left ? "left" : "right"}: -4px; min-width: 22px; height: 22px; padding: 0 6px;
      box-sizing: border-box; border-radius: 11px; border: 2px solid #fff; background: #d92d20; color: #fff;
      font: 700 12px/18px system-ui, sans-serif; text-align: center;
    }
    span:empty { display: none; }
    iframe {
      bottom: calc(max(20px, env(safe-area-inset-bottom)) + 76px); ${left ? "left" : "right"}: 20px;
      width: 392px; height: min(640px, calc(100dvh - 120px)); max-width: calc(100vw - 40px); border-radius: 20px;
      background: transparent; box-shadow: 0 2px 8px rgb(0 0 0 / .1), 0 20px 60px rgb(0 0 0 / .22);
      opacity: 0; visibility: hidden; transform: translateY(12px) scale(.985); transform-origin: bottom ${left ? "left" : "right"};
      transition: opacity .18s ease, transform .18s ease, visibility .18s;
    }
    iframe.shown { opacity: 1; visibility: visible; transform: none; }
    @media (max-width: 479px) {
      iframe { inset: 0; width: 100%; height: 100dvh; max-width: none; border-radius: 0; }
      .open { display: none; }
    }
    @media (prefers-reduced-motion: reduce) { button, svg, iframe { transition: none; } }
    @media print { button, iframe { display: none; } }
  `;

  let frame = null;
  let shown = false;
  let ready = false;
  const talked = `sangam-talked:${base.pathname}`;
  const kept = `sangam-kept:${base.pathname}`;
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const button = document.createElement("button");
  const badge = document.createElement("span");

  function icon(name, ...paths) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const attributes = { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "aria-hidden": "true", class: name };
    Object.entries({ ...attributes, "stroke-width": "1.9", "stroke-linecap": "round", "stroke-linejoin": "round" }).forEach(
      ([key, value]) => svg.setAttribute(key, value),
    );
    for (const d of paths) {
      svg.appendChild(document.createElementNS(svg.namespaceURI, "path")).setAttribute("d", d);
    }
    return svg;
  }

  // Black or white, whichever is easier to read on the colour (WCAG 2.2, relative luminance).
  function readableOn(color) {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = parseInt(color.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    return 1.05 / (light + 0.05) >= (light + 0.05) / 0.0594 ? "#ffffff" : "#101614";
  }

  // A browser that keeps nothing shows the button without a count until the chat is opened.
  function remember(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      return;
    }
  }

  function recall(key) {
    try {
      return localStorage.getItem(key) || "";
    } catch {
      return "";
    }
  }

  function load() {
    if (frame) return;
    frame = document.createElement("iframe");
    frame.title = settings.title || words.open;
    const query = new URLSearchParams({ origin: location.origin, lang: asked.lang || language });
    if (asked.dir) query.set("dir", asked.dir);
    // Behind the #, so that neither server nor proxy writes it down.
    const identity = new URLSearchParams();
    for (const key of ["visitor", "signature", "name"]) if (asked[key]) identity.set(key, asked[key]);
    if (recall(kept)) identity.set("kept", recall(kept));
    frame.src = `${new URL("window", base)}?${query}#${identity}`;
    root.insertBefore(frame, button);
  }

  function tellWindow() {
    if (ready) frame.contentWindow.postMessage({ sangam: "shown", shown }, base.origin);
  }

  function show(visible) {
    if (visible) load();
    else if (!frame) return;
    shown = visible;
    frame.classList.toggle("shown", shown);
    button.classList.toggle("open", shown);
    button.setAttribute("aria-expanded", String(shown));
    label(Number(badge.textContent || 0));
    tellWindow();
    if (shown) frame.focus();
    else button.focus();
  }

  function label(unread) {
    badge.textContent = unread && !shown ? String(Math.min(unread, 99)) : "";
    const what = shown ? words.close : words.open;
    button.setAttribute("aria-label", badge.textContent ? `${what}. ${words.unread.replace("{n}", unread)}` : what);
  }

  window.addEventListener("message", (message) => {
    if (!frame || message.source !== frame.contentWindow || message.origin !== base.origin) return;
    switch (message.data.sangam) {
      case "ready": ready = true; tellWindow(); break;
      case "unread": label(Number(message.data.count) || 0); break;
      case "talked": remember(talked, "1"); break;
      case "keep": remember(kept, message.data.kept); break; // a frame that may keep nothing asks us to
      case "close": if (shown) show(false); break;
    }
  });

  function start() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    host.style.setProperty("--brand", settings.color);
    host.style.setProperty("--on-brand", readableOn(settings.color));
    host.lang = language;
    button.type = "button";
    button.append(
      icon("bubble", "M20.5 11.4a8 8 0 0 1-11.7 7.1L4 20l1.5-4.6a8 8 0 1 1 15-4Z", "M9 10.2h6.6M9 13.4h4"),
      icon("down", "m6 9.5 6 6 6-6"),
      badge,
    );
    button.setAttribute("aria-expanded", "false");
    label(0);
    button.addEventListener("click", () => show(!shown));
    root.append(button);
    document.body.append(host);
    if (recall(talked)) (window.requestIdleCallback || setTimeout)(load);
  }

  window.sangamChat = { open: () => show(true), close: () => show(false) };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})(/* settings */ {});
