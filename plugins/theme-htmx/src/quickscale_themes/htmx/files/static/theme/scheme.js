// Runs before the page is drawn: puts the colour scheme on the document, the one the visitor chose
// or else the system's, so that nothing flashes. Basecoat reads the class, our tokens the attribute.
const dark = matchMedia("(prefers-color-scheme: dark)");

function applyScheme() {
  const root = document.documentElement;
  let chosen;
  try {
    chosen = localStorage.getItem("scheme");
  } catch {
    // Storage may be forbidden; the system's scheme is a fine answer.
  }
  if (chosen === "light" || chosen === "dark") root.dataset.scheme = chosen;
  else delete root.dataset.scheme;
  root.classList.toggle("dark", chosen === "dark" || (chosen !== "light" && dark.matches));
}

applyScheme();
dark.addEventListener("change", applyScheme);

// htmx answers the browser's back and forward once it has started. Whoever goes on before that, as
// a page still loads, gets the page by a load of its own instead of the address alone.
window.addEventListener("popstate", () => {
  if (document.readyState !== "complete") location.reload();
});
