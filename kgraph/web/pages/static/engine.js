// Asks the worker, and puts a stored question together. Nothing here touches a page.

/** Answers queries in a worker, which `stop` ends; the next query starts another. */
export class Engine {
  #worker = null;
  #waiting = new Map();
  #number = 0;

  ask(query) {
    this.#worker ??= this.#start();
    this.#number += 1;
    const number = this.#number;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      this.#worker.postMessage({ number, query });
    });
  }

  stop() {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(new Error("stopped"));
    this.#waiting.clear();
  }

  #start() {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => {
      const waiting = this.#waiting.get(data.number);
      this.#waiting.delete(data.number);
      if (data.problem === undefined) waiting?.resolve(data.answer);
      else waiting?.reject(new Error(data.problem));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.stop();
    };
    return worker;
  }
}

/** Has a server answer, in the same form; `stop` gives up waiting, and the server does too. */
export class Remote {
  #endpoint;
  #asking = null;

  constructor(endpoint) {
    this.#endpoint = endpoint;
  }

  async ask(query) {
    this.#asking = new AbortController();
    try {
      const got = await fetch(this.#endpoint, {
        method: "POST",
        headers: { accept: "application/sparql-results+json, application/n-triples;q=0.5" },
        body: new URLSearchParams({ query }),
        signal: this.#asking.signal,
      });
      if (!got.ok) throw new Error((await got.json()).detail);
      return got.headers.get("content-type").startsWith("application/n-triples") ? lines(await got.text()) : rows(await got.json());
    } catch (error) {
      throw error.name === "AbortError" ? new Error("stopped") : error;
    }
  }

  stop() {
    this.#asking?.abort();
  }
}

const lines = (graph) => ({
  columns: ["N-Triples"],
  rows: graph.split("\n").filter(Boolean).map((line) => [{ type: "literal", value: line }]),
});

function rows(told) {
  if (told.boolean !== undefined) return { boolean: told.boolean };
  const columns = told.head.vars;
  const term = (one) => (one === undefined ? null : { ...one, language: one["xml:lang"] });
  return { columns, rows: told.results.bindings.map((row) => columns.map((name) => term(row[name]))) };
}

const text = (value) => `"${value.replace(/[\\"\n\r\t]/g, (one) => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" })[one])}"`;

/** The term for what was typed for a parameter. Throws what cannot be one, as { name, typed, near }. */
export function term(parameter, typed, lang, named, base) {
  const wrong = (near = []) => Object.assign(new Error(parameter.name), { name: "BadValue", typed, near });
  switch (parameter.kind) {
    case "token":
    case "entity": {
      const found = named(typed);
      if (found.length !== 1) throw wrong(found);
      return `<${base}${found[0].path}>`;
    }
    case "enum": {
      const chosen = parameter.choices[typed];
      if (chosen === undefined) throw wrong();
      return chosen;
    }
    case "date":
      if (!/^\d{4}-\d\d-\d\d$/.test(typed)) throw wrong();
      return `"${typed}"^^<${parameter.form}>`;
    case "integer":
      if (!/^-?\d{1,18}$/.test(typed)) throw wrong();
      return `"${typed}"^^<${parameter.form}>`;
    case "lang":
      return text(typed);
    default:
      return parameter.language ? `${text(typed)}@${parameter.language}` : text(typed);
  }
}

/** The query of a stored question with terms for its variables, by name. */
export function query(question, terms) {
  const mark = (name) => `<urn:kgraph:value:${name}>`;
  const parts = question.parts.map((part) => {
    if (typeof part === "string") return part;
    const given = terms[part.value];
    return given === undefined ? part.open : ` ${part.set.replaceAll(mark(part.value), () => given)} `;
  });
  return withPrefixes(parts.join(""), question.prefixes);
}

/** A query in which our prefixes need no declaration; its own come later, and count. */
export function withPrefixes(query, prefixes) {
  return Object.entries(prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("") + query;
}

/** The terms of a stored question for what a form gives, by variable. */
export function bound(question, given, lang, named, base) {
  const terms = {};
  for (const one of question.parameters) {
    let typed = given[one.name]?.trim() || undefined;
    if (typed === undefined && one.kind === "lang") typed = lang;
    if (typed === undefined && one.required && one.default !== null) {
      terms[one.variable] = one.default;
      continue;
    }
    if (typed === undefined && one.required) {
      throw Object.assign(new Error(one.name), { name: "BadValue", typed: one.name, near: [] });
    }
    if (typed !== undefined) terms[one.variable] = term(one, typed, lang, named, base);
  }
  return terms;
}
