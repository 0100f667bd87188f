/**
 * Types of what the API takes and answers, from the apps' parts of its schema.
 *
 * `npm run schema-types` writes `src/app/schema.ts` and each `src/modules/<module>/schema.ts` anew,
 * `npm run schema-types -- notes` a first one of `apps/notes`, and with `--check` it tells of those
 * that are not current.
 */
import { access, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { createClient } from "@hey-api/openapi-ts";
import { format, resolveConfig } from "prettier";

const ROOT = dirname(fileURLToPath(import.meta.url));
const SOURCES = join(ROOT, "src");
const MODULES = join(SOURCES, "modules");
/** A type of the clients that the generator makes besides. */
const OF_CLIENTS = /^export type ClientOptions = [^]*?^\};\s*/m;
const SOURCE = /^\/\/ Types of apps\/(\w+)\/api_schema\.json/;

/** The types of an app's part of the schema: its components, and nothing that runs. */
async function typesOf(app, place) {
  const part = join(ROOT, "..", "apps", app, "api_schema.json");
  const { components, ...schema } = JSON.parse(await readFile(part, "utf8"));
  const { schemas = {} } = components ?? {};
  const folder = await mkdtemp(join(tmpdir(), "schema-types-"));
  try {
    await createClient({
      input: { ...schema, paths: {}, components: { schemas } },
      output: { path: folder, entryFile: false, header: [] },
      parser: { transforms: { readWrite: { enabled: false } } },
      plugins: ["@hey-api/typescript"],
      logs: { level: "silent", file: false },
    });
    const made = (await readFile(join(folder, "types.gen.ts"), "utf8")).replace(OF_CLIENTS, "");
    const head = `// Types of apps/${app}/api_schema.json, written by \`npm run schema-types\`.\n\n`;
    return await format(head + made, { ...(await resolveConfig(place)), filepath: place });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Each file of such types, with the app whose they are. */
async function kept() {
  const found = [];
  const modules = await readdir(MODULES);
  for (const folder of [join(SOURCES, "app"), ...modules.map((it) => join(MODULES, it))]) {
    const place = join(folder, "schema.ts");
    const text = await readFile(place, "utf8").catch(() => "");
    const app = SOURCE.exec(text)?.[1];
    if (app) found.push({ app, place, text });
  }
  return found;
}

const [asked] = process.argv.slice(2);
if (asked === "--check") {
  for (const { app, place, text } of await kept())
    if (text !== (await typesOf(app, place))) {
      console.error(`${place} is not what apps/${app} says: npm run schema-types`);
      process.exitCode = 1;
    }
} else {
  const wanted = await kept();
  if (asked) {
    const place = join(MODULES, asked, "schema.ts");
    await access(dirname(place));
    wanted.push({ app: asked, place });
  }
  for (const { app, place } of wanted) await writeFile(place, await typesOf(app, place));
}
