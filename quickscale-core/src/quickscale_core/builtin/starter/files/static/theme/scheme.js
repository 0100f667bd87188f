// Runs before the page is drawn: puts the colour scheme the visitor chose on the document.
// Without a choice the stylesheet follows the system.
try {
  const scheme = localStorage.getItem("scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
} catch {
  // Storage may be forbidden; the system's scheme is a fine answer.
}
