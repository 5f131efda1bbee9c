// Draws files: pictures of this simulated Discord are shown, everything else is a name and a link.

import { el, icon, isOurs, opens } from "./dom.js";

export function picture(url, words, kind = "picture") {
  if (!isOurs(url)) return el(`a.elsewhere.${kind}`, opens(url), icon("file"), words || nameIn(url) || "A picture");
  const image = el("img", { src: url, alt: words ?? "", loading: "lazy" });
  const link = el(`a.${kind}`, { ...opens(url), "aria-label": words ? null : "Picture" }, image);
  image.addEventListener("error", () => link.replaceChildren(icon("file"), words || nameIn(url)));
  return link;
}

export function file(one) {
  return el(
    "div.file",
    {},
    icon("file"),
    el(
      "div.file-words",
      {},
      el("a", opens(one.url ?? ""), one.filename),
      one.size ? el("span.quiet", {}, sizeWords(one.size)) : null,
    ),
  );
}

export function attachments(list) {
  return (list ?? []).map((one) => {
    const kind = one.content_type ?? "";
    if (kind.startsWith("image/")) return picture(one.url, one.description || one.filename);
    if (kind.startsWith("audio/") && isOurs(one.url))
      return el("audio", { controls: true, preload: "none", src: one.url });
    if (kind.startsWith("video/") && isOurs(one.url))
      return el("video.picture", { controls: true, preload: "metadata", src: one.url });
    return file(one);
  });
}

function nameIn(url) {
  return decodeURIComponent(url.split(/[?#]/)[0].split("/").at(-1) ?? "");
}

function sizeWords(bytes) {
  const units = ["bytes", "KB", "MB", "GB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)));
  return `${Number((bytes / 1024 ** step).toFixed(step ? 2 : 0))} ${units[step]}`;
}
