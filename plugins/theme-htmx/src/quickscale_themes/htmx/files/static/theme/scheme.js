// Runs before the page is drawn: puts the colour scheme on the document, the one the visitor chose
// or else the system's, so that nothing flashes. Basecoat reads the class, our tokens the attribute.
const dark = matchMedia("(prefers-color-scheme: dark)");

function applyScheme() {
  const { classList, dataset } = document.documentElement;
  classList.toggle("dark", dataset.scheme ? dataset.scheme === "dark" : dark.matches);
}

try {
  const scheme = localStorage.getItem("scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
} catch {
  // Storage may be forbidden; the system's scheme is a fine answer.
}
applyScheme();
dark.addEventListener("change", applyScheme);
document.documentElement.addEventListener("schemechange", applyScheme);

// htmx answers the browser's back and forward once it has started. Whoever goes on before that, as
// a page still loads, gets the page by a load of its own instead of the address alone.
window.addEventListener("popstate", () => {
  if (document.readyState !== "complete") location.reload();
});
