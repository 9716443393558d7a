// Suggestions while one types, of a server or of the file of names that the form tells of; without
// this script the form of a server searches all the same.
const input = document.querySelector(".find input[type=search]");
const lang = input.dataset.lang;
const file = input.dataset.names;
const top = file ? new URL("../", new URL(file, location.href)) : new URL("/", location.href);
const BASE = "https://w3id.org/jpst/";

const list = document.createElement("ul");
list.id = "suggestions";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", input.getAttribute("aria-label"));
list.hidden = true;
input.closest("form").append(list);
const roles = {
  role: "combobox",
  "aria-autocomplete": "list",
  "aria-controls": list.id,
  "aria-expanded": "false",
};
for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
let chosen = -1;
let waiting = 0;
let asked = null;

const show = (open) => {
  list.hidden = !open;
  input.setAttribute("aria-expanded", String(open));
  if (!open) {
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
  }
};
const mark = (place) => {
  const options = [...list.children];
  chosen = (place + options.length) % options.length;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
  input.setAttribute("aria-activedescendant", options[chosen].id);
  options[chosen].scrollIntoView({ block: "nearest" });
};
const address = (path) => {
  if (file) return new URL((lang === "ja" ? "ja/" : "") + encodeURI(path) + ".html", top).href;
  const given = new URLSearchParams(location.search);
  const kept = new URLSearchParams();
  for (const name of ["lang", "as_of", "known_at"]) {
    if (given.get(name)) kept.set(name, given.get(name));
  }
  const text = kept.toString();
  return "/" + encodeURI(path) + ".html" + (text ? "?" + text : "");
};
const fromFile = async (text, most) => {
  const { names, find } = await import("./names.js");
  const told = await names(new URL(file, location.href).href);
  return find(told, text, most).map(({ path, label, kind }) => ({
    path: told.filed(path), label: label[lang], kind: kind[lang],
  }));
};
const fromServer = async (text, most, signal) => {
  const fields = new URLSearchParams({ q: text, lang, limit: String(most) });
  const got = await fetch("/api/search?" + fields, { signal });
  if (!got.ok) return [];
  const hits = (await got.json()).filter((hit) => hit.iri.startsWith(BASE));
  return hits.map(({ iri, label, kind }) => ({ path: iri.slice(BASE.length), label, kind }));
};
const option = (hit, i) => {
  const found = document.createElement("li");
  found.id = "suggestion-" + i;
  found.setAttribute("role", "option");
  found.setAttribute("aria-selected", "false");
  found.dataset.address = address(hit.path);
  const kind = document.createElement("span");
  kind.className = "small";
  kind.textContent = " " + hit.kind;
  found.append(hit.label, kind);
  return found;
};
const ask = async () => {
  const text = input.value.trim();
  if (asked) asked.abort();
  if (!text) return show(false);
  asked = new AbortController();
  const { signal } = asked;
  try {
    const hits = await (file ? fromFile(text, 8) : fromServer(text, 8, signal));
    if (signal.aborted) return undefined;
    list.replaceChildren(...hits.map(option));
    chosen = -1;
    return show(hits.length > 0);
  } catch (error) {
    return error.name === "AbortError" ? undefined : show(false);
  }
};
input.addEventListener("input", (event) => {
  if (event.isComposing) return; // kana that are not yet what is meant
  clearTimeout(waiting);
  waiting = setTimeout(ask, 150);
});
input.addEventListener("compositionend", ask);
input.addEventListener("keydown", (event) => {
  if (list.hidden || event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (event.key === "ArrowDown") mark(chosen + 1);
    else mark(chosen < 0 ? -1 : chosen - 1);
  } else if (event.key === "Escape") {
    show(false);
  } else if (event.key === "Enter" && chosen >= 0) {
    event.preventDefault();
    location.assign(list.children[chosen].dataset.address);
  }
});
list.addEventListener("mousedown", (event) => {
  const found = event.target.closest("[role=option]");
  if (!found) return;
  event.preventDefault();
  location.assign(found.dataset.address);
});
input.addEventListener("blur", () => show(false));

// The page of search where no server answers.
const hits = document.getElementById("hits");
const text = new URLSearchParams(location.search).get("q");
if (file && hits && text) {
  input.value = text;
  fromFile(text, 40).then((found) => {
    const lines = found.map((hit) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = address(hit.path);
      link.textContent = hit.label;
      const kind = document.createElement("span");
      kind.className = "small";
      kind.textContent = " " + hit.kind;
      line.append(link, kind);
      return line;
    });
    const told = document.getElementById("found");
    told.textContent = found.length ? "" : told.dataset.nothing.replace("{}", text);
    hits.replaceChildren(...lines);
  });
}

// The page of an address that leads nowhere, where no server answers.
const missing = document.getElementById("near");
if (file && missing) {
  const { names, near, last } = await import("./names.js");
  const wrong = last(location.pathname);
  const told = await names(new URL(file, location.href).href);
  const inside = location.pathname.slice(top.pathname.length);
  const lines = near(told, wrong, 5).map((one) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = new URL((inside.startsWith("ja/") ? "ja/" : "") + encodeURI(told.filed(one.path)) + ".html", top).href;
    link.textContent = `${one.label.en} / ${one.label.ja}`;
    line.append(link);
    return line;
  });
  missing.querySelector("ul").replaceChildren(...lines);
  missing.hidden = lines.length === 0;
  missing.dataset.sought = wrong;
}
