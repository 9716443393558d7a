// The form for SPARQL with more than a box for text: stored questions to start from and, where it has
// been fetched, an editor that completes our terms. Without either the form works as it is.

const own = document.querySelector("script[data-terms]");
const lang = own.dataset.lang;
const words = JSON.parse(own.dataset.editing);
const area = document.querySelector("form.sparql textarea");
const MOST = 40;

const got = await fetch(own.dataset.terms);
const told = got.ok ? await got.json() : { terms: [], questions: [], prefixes: {} };
let editor = null;

function write(text) {
  area.value = text;
  editor?.setValue(text);
}

const chosen = document.createElement("select");
chosen.id = "example";
chosen.append(new Option(words.choose, ""), ...told.questions.map((one) => new Option(one.title[lang], one.slug)));
chosen.addEventListener("change", () => {
  const one = told.questions.find(({ slug }) => slug === chosen.value);
  if (one) write(one.text);
});
const label = Object.assign(document.createElement("label"), { htmlFor: "example", textContent: words.examples });
document.querySelector("form.sparql").prepend(label, chosen);

/** The terms that begin with what was typed, or are called so, the former first. */
function found(typed) {
  const wanted = typed.toLowerCase();
  const ranked = [];
  for (const one of told.terms) {
    const [name, ...labels] = one;
    const local = name.slice(name.indexOf(":") + 1).toLowerCase();
    const called = labels.filter((text) => text.toLowerCase().includes(wanted)).map((text) => text.length);
    if (name.toLowerCase().startsWith(wanted)) ranked.push([0, name.length, one]);
    else if (local.startsWith(wanted)) ranked.push([1, name.length, one]);
    else if (called.length) ranked.push([2, Math.min(...called), one]);
  }
  ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return ranked.slice(0, MOST).map((one) => one[2]);
}

/** What was typed before the cursor, where it may become a term: also words of Japanese, which the
 * language of queries does not know. */
function typed(yasqe) {
  const { line, ch } = yasqe.getDoc().getCursor();
  const before = yasqe.getLine(line).slice(0, ch);
  return /(?:^|[\s{}().;,|/^*+!])([^?$"'<#@\s{}().;,|/^*+!]{2,})$/u.exec(before)?.[1] ?? "";
}

/** Puts a term in the place of what was typed, and declares its prefix. */
function put(yasqe, _, { text }) {
  const prefix = text.slice(0, text.indexOf(":"));
  const cursor = yasqe.getDoc().getCursor();
  const start = { line: cursor.line, ch: cursor.ch - typed(yasqe).length };
  yasqe.replaceRange(text, start, cursor, "complete");
  if (!(prefix in yasqe.getPrefixesFromQuery())) yasqe.addPrefixes({ [prefix]: told.prefixes[prefix] });
}

async function edit(address) {
  const { default: Yasqe } = await import(address);
  Yasqe.registerAutocompleter({
    name: "terms",
    bulk: false,
    autoShow: true,
    isValidCompletionPosition: (yasqe) => typed(yasqe) !== "",
    get: (yasqe) => found(typed(yasqe)).map(([name]) => name),
    postprocessHints: (_, hints) => hints.map((hint) => {
      const [name, en, ja] = told.terms.find((one) => one[0] === hint.text);
      return { ...hint, displayText: `${name}  ${lang === "ja" ? ja : en}`, hint: put };
    }),
  }, false);
  const place = document.createElement("div");
  place.className = "editor";
  area.before(place);
  // Nothing is kept in the browser, sent elsewhere or taken from the address.
  editor = new Yasqe(place, {
    value: area.value, autocompleters: ["terms", "variables"], persistenceId: null, consumeShareLink: null,
    prefixCcApi: null, createShareableLink: null, showQueryButton: false, resizeable: false, pluginButtons: undefined, editorHeight: "20rem",
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": () => area.form.requestSubmit(), "Cmd-Enter": () => area.form.requestSubmit() },
  });
  editor.getInputField().setAttribute("aria-label", area.labels[0].textContent);
  editor.on("change", () => { area.value = editor.getValue(); });
  place.querySelector(".CodeMirror-scroll").tabIndex = 0; // what scrolls is reached by the keyboard
  area.hidden = true;
}

if (own.dataset.editor) await edit(own.dataset.editor);
