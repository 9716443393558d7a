// Suggestions while one types; without this script the form searches all the same.
"use strict";
(() => {
  const input = document.querySelector(".find input[type=search]");
  if (!input) return;
  const base = "https://w3id.org/jpst/";
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
  const address = (iri) => {
    const given = new URLSearchParams(location.search);
    const kept = new URLSearchParams();
    for (const name of ["lang", "as_of", "known_at"]) {
      if (given.get(name)) kept.set(name, given.get(name));
    }
    const text = kept.toString();
    return "/" + encodeURI(iri.slice(base.length)) + ".html" + (text ? "?" + text : "");
  };
  const option = (hit, i) => {
    const found = document.createElement("li");
    found.id = "suggestion-" + i;
    found.setAttribute("role", "option");
    found.setAttribute("aria-selected", "false");
    found.dataset.address = address(hit.iri);
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
    const fields = new URLSearchParams({ q: text, lang: input.dataset.lang, limit: "8" });
    try {
      const got = await fetch("/api/search?" + fields, { signal: asked.signal });
      if (!got.ok) return show(false);
      const hits = (await got.json()).filter((hit) => hit.iri.startsWith(base));
      list.replaceChildren(...hits.map(option));
      chosen = -1;
      show(hits.length > 0);
    } catch (error) {
      if (error.name !== "AbortError") show(false);
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
})();
