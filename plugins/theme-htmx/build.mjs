// Copies the few third-party files the theme serves, with their licences, into
// src/quickscale_themes/htmx/files/static/vendor/, which git ignores and wheels carry.
// Run by `npm run build` after `npm ci`; writing the same again changes nothing.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { stylesheet } from "./basecoat.mjs";
import { CONTRACT, MORE } from "./icons.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const PACKAGES = join(HERE, "node_modules");
const VENDOR = join(HERE, "src/quickscale_themes/htmx/files/static/vendor");

const FILES = { "alpine.js": "@alpinejs/csp/dist/cdn.min.js" };

// What the files above hold: Vue's reactivity is part of Alpine, Tailwind's reset of Basecoat.
const LICENSED = ["@alpinejs/csp", "@vue/reactivity", "@vue/shared", "basecoat-css", "lucide-static"];

function read(path) {
  return readFileSync(join(PACKAGES, path), "utf8");
}

function symbol(name) {
  const source = read(`lucide-static/icons/${name}.svg`);
  const shapes = source
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

function sprite() {
  const symbols = [...CONTRACT, ...MORE].sort().map(symbol);
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

function licence(name) {
  const about = JSON.parse(read(`${name}/package.json`));
  const author = about.author?.name ?? about.author ?? "its contributors";
  const file = readdirSync(join(PACKAGES, name)).find((entry) => /^licen[cs]e/i.test(entry));
  // A package that names the MIT licence without its text: the terms are the same in each.
  const text = file
    ? read(`${name}/${file}`)
    : `Copyright (c) ${author}\n\n${read("@vue/reactivity/LICENSE").replace(/^[\s\S]*?(?=Permission)/, "")}`;
  return `${name} ${about.version}, ${about.license}\n${"=".repeat(72)}\n\n${text.trim()}\n`;
}

const built = {
  ...Object.fromEntries(Object.entries(FILES).map(([to, from]) => [to, read(from)])),
  "basecoat.css": stylesheet(read("basecoat-css/dist/basecoat.cdn.min.css")),
  "lucide.svg": sprite(),
  "LICENSES.txt": LICENSED.map(licence).join("\n\n"),
};

rmSync(VENDOR, { recursive: true, force: true });
mkdirSync(VENDOR, { recursive: true });
for (const [name, text] of Object.entries(built)) {
  writeFileSync(join(VENDOR, name), text);
}
