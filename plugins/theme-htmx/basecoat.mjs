// Basecoat's stylesheet without what the theme cannot use: its components that need Basecoat's own
// scripts or are drawn by the theme itself, and fallbacks for browsers that the theme's own
// stylesheets do not work in. That is more than half of it.

import { transform } from "lightningcss";

// What the component contract's markup is drawn with, and what an owner's own page may want.
const KEPT = `
accordion active alert avatar badge breadcrumb btn button-group card dark dialog empty field fieldset
form input kbd label progress skeleton sr-only table table-container textarea
`.trim().split(/\s+/);

// The theme has no scripts for these, and they are told by attributes instead of classes.
const SCRIPTED = /data-(tooltip|popover)/;

// light-dark() and color-mix(), which the theme's own stylesheets count on.
const BROWSERS = { chrome: 123 << 16, firefox: 128 << 16, safari: (17 << 16) | (5 << 8) };

function withoutScripted(rule) {
  const kept = rule.value.selectors.filter((selector) => !SCRIPTED.test(JSON.stringify(selector)));
  if (kept.length === rule.value.selectors.length) return undefined;
  return kept.length ? { ...rule, value: { ...rule.value, selectors: kept } } : [];
}

// Takes an at-rule away, or only the words around what is in it.
function without(css, head, inner) {
  const at = css.indexOf(head);
  if (at < 0) return css;
  const begin = css.indexOf("{", at) + 1;
  let end = begin;
  for (let depth = 1; depth; end += 1) {
    depth += { "{": 1, "}": -1 }[css[end]] ?? 0;
  }
  const kept = inner ? css.slice(begin, end - 1) : "";
  return without(css.slice(0, at) + kept + css.slice(end), head, inner);
}

function minified(css, options = {}) {
  const code = Buffer.from(css);
  return transform({ filename: "basecoat.css", code, minify: true, ...options }).code.toString();
}

export function stylesheet(source) {
  const names = new Set([...source.matchAll(/\.(-?[a-zA-Z_][\w-]*)/g)].map((match) => match[1]));
  const unusedSymbols = [...names].filter((name) => !KEPT.includes(name) && !/^card-/.test(name));
  const css = minified(source, { unusedSymbols, visitor: { Rule: { style: withoutScripted } } });
  const plain = without(css, "@supports (color:color-mix(in lab, red, red))", true);
  return `${without(minified(plain, { targets: BROWSERS }), "@layer properties{", false)}\n`;
}
