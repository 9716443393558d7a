// The form of a question, or of SPARQL, answered on the page.
import { Engine, Remote, bound, query, withPrefixes } from "./engine.js";
import { named, names } from "./names.js";

const own = document.querySelector("script[data-top]");
const lang = own.dataset.lang;
const words = JSON.parse(own.dataset.words);
const top = new URL(own.dataset.top, location.href);
const form = document.querySelector("form.ask, form.sparql");
const told = document.getElementById("told") ?? document.querySelector("main");
const state = document.getElementById("engine");
const engine = own.dataset.endpoint ? new Remote(own.dataset.endpoint) : new Engine();

const made = (tag, properties = {}, ...inner) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inner);
  return element;
};
const say = (text, role = "status") => {
  state.textContent = text;
  state.setAttribute("role", role);
  state.classList.toggle("problem", role === "alert");
};
const grouped = (text) => text.replace(/^([+-]?)(\d{5,})(?=\.|$)/, (_, sign, digits) => sign + digits.replace(/\B(?=(\d{3})+$)/g, ","));
const NUMBER = /#(integer|decimal|double|float|int|long)$/;

function shown(term, thing, things) {
  if (term === null) return "";
  const about = thing ?? term;
  let text = term.value;
  if (term.type === "uri") {
    const path = text.startsWith(things.base) ? text.slice(things.base.length) : null;
    text = things.paths.get(path)?.label[lang] ?? (path === null ? text : path.split("/").at(-1));
  } else if (NUMBER.test(term.datatype ?? "")) text = grouped(text);
  if (about.type !== "uri") return text.split(" | ").flatMap((part, i) => [...(i ? [made("br")] : []), page(part)]);
  return linked(about.value, text, things);
}
const page = (part) => {
  const found = /https?:\/\/\S+/.exec(part);
  return found?.index === 0 ? made("a", { href: found[0], textContent: part, rel: "noreferrer" }) : part;
};
function linked(iri, text, things) {
  if (iri.startsWith(things.base)) {
    const path = iri.slice(things.base.length);
    if (/^(claim|graph)\//.test(path)) return text;
    return made("a", { href: new URL(`${lang === "ja" ? "ja/" : ""}${encodeURI(things.filed(path))}.html`, top), textContent: text });
  }
  return /^https?:/.test(iri) ? made("a", { href: iri, textContent: text, rel: "noreferrer" }) : text;
}

/** The rows of an answer as a table; `columns` says which to show, and what stands above them. */
function table({ columns, rows }, heads, things) {
  const at = new Map(columns.map((name, i) => [name, i]));
  const body = rows.map((row) => made("tr", { role: "row" }, ...heads.map(({ name, behind, label }) => {
    const term = row[at.get(name)] ?? null;
    const thing = behind ? row[at.get(behind)] ?? null : null;
    const inner = [shown(term, thing, things)].flat();
    const kind = term === null ? "none" : NUMBER.test(term.datatype ?? "") ? "number" : "";
    const cell = made("td", { className: kind, role: "cell" }, made("span", {}, ...inner));
    cell.dataset.label = label;
    return cell;
  })));
  const head = heads.map(({ label }) => made("th", { scope: "col", role: "columnheader", textContent: label }));
  const region = made("div", { className: "scroll", tabIndex: 0 }, made("table", { className: "rows", role: "table" },
    made("thead", { role: "rowgroup" }, made("tr", { role: "row" }, ...head)), made("tbody", { role: "rowgroup" }, ...body)));
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", words.answer);
  return region;
}

function put(answer, heads, things, seconds) {
  if (answer.boolean !== undefined) {
    told.replaceChildren(made("h2", { textContent: words.answer }), made("p", { textContent: answer.boolean ? words.yes : words.no }));
    return;
  }
  const number = answer.rows.length;
  const count = number === 1 ? words.row : words.rows.replace("{}", number);
  const all = heads ?? answer.columns.map((name) => ({ name, label: name, behind: null }));
  told.replaceChildren(made("h2", { textContent: words.answer }),
    ...(number ? [made("p", { className: "small", textContent: `${count} · ${seconds.toFixed(2)} s` }), table(answer, all, things)]
      : [made("p", { textContent: words.empty })]));
}

async function run(things, text, heads) {
  const stop = made("button", { type: "button", textContent: words.stop });
  const button = form.querySelector("button");
  stop.addEventListener("click", () => engine.stop());
  button.disabled = true;
  button.after(stop);
  say(words.running);
  const began = performance.now();
  try {
    const answer = await engine.ask(text);
    put(answer, heads, things, (performance.now() - began) / 1000);
    say(words.here);
  } catch (error) {
    say(error.message === "stopped" ? words.stopped : error.message, "alert");
  } finally {
    stop.remove();
    button.disabled = false;
  }
}

const things = own.dataset.endpoint
  ? { base: own.dataset.base, paths: new Map(), filed: (path) => path }
  : await names(new URL("data/names.json", top).href);
const asked = own.dataset.question ? await (await fetch(own.dataset.question)).json() : null;
if (form) {
  form.querySelector("button").disabled = false;
  say(words.here);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(form));
    if (asked === null) {
      const prefixes = JSON.parse(own.dataset.prefixes ?? "{}");
      run(things, withPrefixes(given.query, prefixes), null);
      return;
    }
    const heads = Object.entries(asked.columns).map(([name, one]) => ({ name, behind: one.behind, label: one[lang] }));
    try {
      const terms = bound(asked, given, lang, (typed) => named(things, typed), things.base);
      run(things, query(asked, terms), heads);
    } catch (error) {
      if (error.name !== "BadValue") throw error;
      const near = error.near.map((one) => one.label[lang]).slice(0, 5).join(", ");
      say(`${words.wrong.replace("{}", error.typed)}${near ? ` ${words.nearest} ${near}` : ""}`, "alert");
    }
  });
}
