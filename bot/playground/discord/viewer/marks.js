// Reads Discord's markdown into a tree: text stays text, everything else is {type, …}, which words.js draws.
// Subset and edge cases: https://support.discord.com/hc/en-us/articles/210298617, read 2026-11.

const PAIRS = [
  ["**", "strong"],
  ["__", "u"],
  ["~~", "s"],
  ["||", "spoiler"],
  ["*", "em"],
  ["_", "em"],
];
const URL_AT = /^https?:\/\/[^\s<>]+[^\s<>"'.,:;!?)\]}*_~|]/i;
const LINK_AT = /^\[((?:\\.|[^\\\]\n]){1,400})\]\(<?(https?:\/\/[^\s<>)]{1,2000})>?\)/i;
const SPECIAL_AT =
  /^<(?:(@!?|@&|#)(\d{1,20})|t:(-?\d{1,13})(?::([tTdDfFRsS]))?|a?:(\w{1,40}):\d{1,20}|\/([^:>\n]{1,100}):\d{1,20}|(https?:\/\/[^\s<>]{1,2000}))>/i;
const BLOCKS = new Set(["quote", "ul", "ol"]);
const SOMETHING = /[\\`*_~|<[@h]/i;

export function read(text) {
  return blocks(String(text ?? "").replace(/\r\n?/g, "\n"));
}

// The text without any marks, for titles and previews.
export function plain(text) {
  const flat = (nodes) =>
    nodes.map((node) => (typeof node === "string" ? node : (node.text ?? flat(node.children ?? [])))).join("");
  const lines = (nodes) => nodes.map((node) => (BLOCKS.has(node.type) ? lines(node.children) : flat([node]))).join(" ");
  return lines(read(text)).replace(/\s+/g, " ").trim();
}

function blocks(text) {
  const nodes = [];
  let rest = text;
  while (rest) {
    const fenced = /^```(?:([\w+#.-]{1,20})\n)?\n?([\s\S]*?[^\n\s`][\s\S]*?|[\s\S]*?)\n?```\n?/.exec(rest);
    const toEnd = /^>>> ([\s\S]*)$/.exec(rest);
    const line = /^[^\n]*/.exec(rest)[0];
    if (fenced) nodes.push({ type: "pre", text: fenced[2] });
    if (toEnd) nodes.push({ type: "quote", children: blocks(toEnd[1]) });
    if (fenced || toEnd) rest = rest.slice((fenced ?? toEnd)[0].length);
    else rest = takeLine(nodes, line, rest);
  }
  return nodes;
}

function takeLine(nodes, line, rest) {
  const quoted = /^(?:> ?[^\n]*(?:\n|$))+/.exec(/^> /.test(line) ? rest : "");
  if (quoted) {
    nodes.push({ type: "quote", children: blocks(quoted[0].replace(/^> ?/gm, "").replace(/\n$/, "")) });
    return rest.slice(quoted[0].length);
  }
  const items = /^(?: *(?:[-*]|\d{1,9}\.) +\S[^\n]*(?:\n|$))+/.exec(rest);
  if (items) {
    nodes.push(...list(items[0].trimEnd().split("\n")));
    return rest.slice(items[0].length);
  }
  const headed = /^(#{1,3}|-#) +(\S.*)$/.exec(line);
  const inner = line.indexOf("```");
  if (headed)
    nodes.push({ type: { "#": "h1", "##": "h2", "###": "h3", "-#": "small" }[headed[1]], children: inline(headed[2]) });
  else if (inner > 0 && rest.indexOf("```", inner + 3) > 0) {
    nodes.push({ type: "line", children: inline(line.slice(0, inner)) });
    return rest.slice(inner);
  } else nodes.push({ type: "line", children: inline(line) });
  return rest.slice(line.length + 1);
}

function list(lines) {
  const numbered = (line) => /^ *\d/.test(line);
  const kind = numbered(lines[0]);
  const made = { type: kind ? "ol" : "ul", start: parseInt(lines[0].trim(), 10) || 1, children: [] };
  const indent = lines[0].search(/\S/);
  while (lines.length && numbered(lines[0]) === kind) {
    const line = lines.shift();
    const item = { type: "li", children: inline(line.replace(/^ *(?:[-*]|\d+\.) +/, "")) };
    const deeper = [];
    while (lines.length && lines[0].search(/\S/) > indent) deeper.push(lines.shift());
    if (deeper.length) item.children.push(...list(deeper));
    made.children.push(item);
  }
  return lines.length ? [made, ...list(lines)] : [made];
}

export function inline(text) {
  const nodes = [];
  let plainText = "";
  let at = 0;
  while (at < text.length) {
    const found = SOMETHING.test(text[at]) ? special(text, at) : null;
    if (!found) {
      plainText += text[at++];
      continue;
    }
    if (typeof found.node === "string") plainText += found.node;
    else {
      if (plainText) nodes.push(plainText);
      plainText = "";
      nodes.push(found.node);
    }
    at += found.length;
  }
  return plainText ? [...nodes, plainText] : nodes;
}

function special(text, at) {
  const rest = text.slice(at, at + 2500);
  if (rest[0] === "\\") return /^\\[^0-9A-Za-z\s]/.test(rest) ? { node: rest[1], length: 2 } : null;
  if (rest[0] === "`") return code(rest);
  const url = /^h/i.test(rest) && !/\w/.test(text[at - 1] ?? "") && URL_AT.exec(rest);
  if (url) return { node: { type: "link", url: url[0], children: [url[0]] }, length: url[0].length };
  const link = rest[0] === "[" && LINK_AT.exec(rest);
  if (link)
    return { node: { type: "link", url: link[2], masked: true, children: inline(link[1]) }, length: link[0].length };
  const named = rest[0] === "<" && SPECIAL_AT.exec(rest);
  if (named) return { node: meaning(named), length: named[0].length };
  const all = /^@(everyone|here)\b/.exec(rest);
  if (all) return { node: { type: "mention", kind: "all", text: all[0] }, length: all[0].length };
  return pair(text, at);
}

function code(rest) {
  const found = /^(`+)([\s\S]*?[^`])\1(?!`)/.exec(rest);
  return found && { node: { type: "code", text: found[2].replace(/^ (?=`)|(?<=`) $/g, "") }, length: found[0].length };
}

function meaning([, sign, id, seconds, style, emoji, command, url]) {
  if (sign) return { type: "mention", kind: { "@": "person", "@!": "person", "@&": "role", "#": "channel" }[sign], id };
  if (seconds) return { type: "time", at: Number(seconds), style: style ?? "f" };
  if (emoji) return { type: "emoji", text: `:${emoji}:` };
  if (command) return { type: "mention", kind: "command", text: `/${command}` };
  return { type: "link", url, children: [url] };
}

function pair(text, at) {
  const known = PAIRS.find(([mark]) => text.startsWith(mark, at));
  if (!known) return null;
  const [mark, type] = known;
  const word = mark === "_" && /\w/.test(text[at - 1] ?? "");
  if (word || (mark === "*" && /\s|^$/.test(text[at + 1] ?? ""))) return null;
  const end = closing(text, at + mark.length, mark);
  if (end < 0) return null;
  return { node: { type, children: inline(text.slice(at + mark.length, end)) }, length: end + mark.length - at };
}

// Where the mark is closed; what is escaped or stands in code does not close it, nor does an empty pair.
function closing(text, from, mark) {
  for (let at = from; at < text.length; at++) {
    const inCode = text[at] === "`" && code(text.slice(at, at + 2500));
    if (text[at] === "\\") at++;
    else if (inCode) at += inCode.length - 1;
    else if (mark.length === 1 && text.startsWith(mark + mark, at)) at++;
    else if (at > from && text.startsWith(mark, at) && closes(text, at, mark)) return at;
  }
  return -1;
}

function closes(text, at, mark) {
  const after = text[at + mark.length] ?? "";
  if (mark === "*") return !/\s/.test(text[at - 1]);
  if (mark === "_") return !/\w/.test(after);
  return mark === "~~" || mark === "||" || after !== mark[0];
}
