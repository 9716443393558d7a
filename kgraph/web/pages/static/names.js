// Names of things, found in a file of them: for pages that no server answers. The keys in the file
// are folded as kgraph/search/folding.py folds; `fold` does the same to what is typed.

const BETWEEN = /[\s\-‐‑‒–—―−~〜_・·:;/|'’‘"“”「」『』【】〈〉<>()[\]{}.,、。!?*#+]+/gu;
const KE = /(?<=[\u3400-\u9fff々])が(?=[\u3400-\u9fff])/gu;
const LONGEST = 200; // letters of a text that something like it is sought for, as the server has it
const loaded = new Map();

/** The file of names at an address: base, letters, things by their paths, and the file of a path. */
export function names(address) {
  if (!loaded.has(address)) loaded.set(address, load(address));
  return loaded.get(address);
}

async function load(address) {
  const got = await fetch(address);
  if (!got.ok) throw new Error(`${got.status}`);
  const told = await got.json();
  const things = told.things.map(([path, en, ja, kindEn, kindJa, keys]) => ({
    path, keys, label: { en, ja }, kind: { en: kindEn, ja: kindJa },
  }));
  const paths = new Map(things.map((thing) => [thing.path, thing]));
  const [apart, instead] = told.files;
  const end = new RegExp(apart);
  const filed = (path) => path.replace(end, instead);
  const questions = told.questions.map(([slug, en, ja]) => ({
    path: `question/${slug}`, label: { en, ja }, keys: [slug, en, ja].map((one) => fold(one, told.letters)),
  }));
  return { base: told.base, letters: told.letters, things, questions, paths, filed };
}

/** A text in the form in which it is compared. */
export function fold(text, letters) {
  const plain = [...text.normalize("NFKC").toLowerCase()].map((one) => letters[one] ?? one).join("");
  return plain.replace(KE, "け").replace(BETWEEN, "");
}

/** The things that a text may mean, best first: called so, beginning so, holding it. */
export function find(told, text, most) {
  const wanted = fold(text, told.letters);
  if (!wanted) return [];
  const ranked = [];
  for (const thing of told.things) {
    let rank = 9;
    for (const key of thing.keys) {
      if (key === wanted) rank = Math.min(rank, 0);
      else if (key.startsWith(wanted)) rank = Math.min(rank, 1);
      else if (key.includes(wanted)) rank = Math.min(rank, 2);
    }
    const market = thing.path.startsWith("id/") ? 0 : thing.path.startsWith("source/") ? 2 : 1;
    if (rank < 9) ranked.push([rank, market, thing.label.en.length, thing]);
  }
  ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  return ranked.slice(0, most).map((one) => one[3]);
}

/** The things and questions that a text which names none may mean: most alike first. */
export function near(told, text, most) {
  const wanted = fold(text.slice(0, LONGEST), told.letters);
  const sought = pairs(wanted);
  const alike = (one) => Math.max(...one.keys.map((key) => (key === wanted ? 1 : likeness(pairs(key), sought))));
  const ranked = [...told.things, ...told.questions].map((one) => [alike(one), one]);
  ranked.sort((a, b) => b[0] - a[0]);
  return ranked.slice(0, most).filter(([share]) => share >= 0.5).map(([, one]) => one);
}

/** The last part of the path of an address, to be read; what is no UTF-8 stays as it is. */
export function last(path) {
  const part = path.replace(/\/$/, "").split("/").pop().split(".")[0];
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The letters of a text, two by two. */
function pairs(text) {
  const letters = [...text];
  return letters.slice(1).map((letter, i) => letters[i] + letter);
}

/** The share of pairs of letters that two texts have in common. */
function likeness(one, other) {
  const left = [...other];
  const all = one.length + left.length;
  const common = one.filter((pair) => {
    const at = left.indexOf(pair);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
  return all ? (2 * common) / all : 0;
}

/** The things that a text names exactly. */
export function named(told, text) {
  const path = text.startsWith(told.base) ? text.slice(told.base.length) : text;
  if (told.paths.has(path)) return [told.paths.get(path)];
  const wanted = fold(text, told.letters);
  return told.things.filter((thing) => thing.keys.includes(wanted));
}
