// Reads a file of N-Quads, TriG or Turtle with N3.js, and asks Comunica about it.
// Arguments: the folder that holds node_modules, the file, its media type. On standard input, a line of JSON a query:
// {"name", "sparql"}; on standard output, first {"quads"}, then a line a query: {"name", "rows" | "error", "seconds"}.
// The default graph is the union of all graphs.
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [folder, file, format] = process.argv.slice(2);
const from = createRequire(`${folder}/package.json`);
const { Store, StreamParser, Writer } = from("n3");
const { QueryEngine } = from("@comunica/query-sparql-rdfjs");

const store = new Store();
await new Promise((done, failed) => {
  const parser = createReadStream(file).on("error", failed).pipe(new StreamParser({ format }));
  parser.on("data", (quad) => store.addQuad(quad)).on("end", done).on("error", failed);
});
console.log(JSON.stringify({ quads: store.size }));

const writer = new Writer({ format: "N-Triples" });
const engine = new QueryEngine();

async function answer(sparql) {
  const context = { sources: [store], unionDefaultGraph: true };
  const result = await engine.query(sparql, context);
  if (result.resultType === "boolean") {
    return [[String(await result.execute())]];
  }
  if (result.resultType === "quads") {
    const quads = await (await result.execute()).toArray();
    return quads.map((q) => [q.subject, q.predicate, q.object].map((term) => writer._encodeObject(term)));
  }
  const { variables } = await result.metadata();
  const rows = await (await result.execute()).toArray();
  const names = variables.map((one) => (one.variable ?? one).value);
  return rows.map((row) => names.map((name) => (row.has(name) ? writer._encodeObject(row.get(name)) : null)));
}

for await (const line of createInterface({ input: process.stdin })) {
  const { name, sparql } = JSON.parse(line);
  const started = Date.now();
  let found;
  try {
    found = { rows: await answer(sparql) };
  } catch (error) {
    found = { error: String(error.message ?? error).slice(0, 300) };
  }
  console.log(JSON.stringify({ name, ...found, seconds: (Date.now() - started) / 1000 }));
}
