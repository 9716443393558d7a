// The engine in a worker: loads the graph once, then answers one query after another. It can be
// ended at any moment, which is how a query is stopped.
import init, { Store } from "./vendor/oxigraph/web.js";

let store = null;

async function graph() {
  await init();
  const got = await fetch(new URL("../data/graph.nq.gz", import.meta.url));
  if (!got.ok) throw new Error(`${got.status}`);
  let data = await got.arrayBuffer();
  const head = new Uint8Array(data, 0, 2);
  // Some hosts unpack it on the way.
  if (head[0] === 0x1f && head[1] === 0x8b) {
    const unpacked = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
    data = await new Response(unpacked).arrayBuffer();
  }
  const made = new Store();
  made.load(new Uint8Array(data), { format: "application/n-quads", lenient: true, no_transaction: true });
  return made;
}

const term = (one) => {
  if (one === undefined) return null;
  if (one.termType === "Literal") {
    return { type: "literal", value: one.value, language: one.language, datatype: one.datatype.value };
  }
  return { type: one.termType === "BlankNode" ? "bnode" : "uri", value: one.value };
};

function answer(query) {
  const told = store.query(query);
  if (typeof told === "boolean") return { boolean: told };
  if (told.length && told[0].termType === "Quad") {
    return {
      columns: ["subject", "predicate", "object"],
      rows: told.map((one) => [term(one.subject), term(one.predicate), term(one.object)]),
    };
  }
  const columns = [];
  for (const row of told) for (const name of row.keys()) if (!columns.includes(name)) columns.push(name);
  return { columns, rows: told.map((row) => columns.map((name) => term(row.get(name)))) };
}

onmessage = async ({ data }) => {
  try {
    store ??= await graph();
    postMessage({ number: data.number, answer: answer(data.query) });
  } catch (error) {
    postMessage({ number: data.number, problem: String(error.message ?? error) });
  }
};
