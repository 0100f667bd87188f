// Reads every request of a collection with Bruno's own grammar.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "node_modules", "x.js"));
const { bruToJsonV2, collectionBruToJson, bruToEnvJsonV2 } = require("@usebruno/lang");
const [folder] = process.argv.slice(2);
let count = 0;
for (const name of readdirSync(folder, { recursive: true })) {
  if (!name.endsWith(".bru")) continue;
  const text = readFileSync(join(folder, name), "utf8");
  if (name.startsWith("environments")) bruToEnvJsonV2(text);
  else if (name === "collection.bru") collectionBruToJson(text);
  else {
    const read = bruToJsonV2(text);
    if (!read.http.url.startsWith("{{site}}/api/v1/")) throw new Error(name);
    if (read.body?.json) JSON.parse(read.body.json);
    count += 1;
  }
}
console.log(`${count} requests`);
