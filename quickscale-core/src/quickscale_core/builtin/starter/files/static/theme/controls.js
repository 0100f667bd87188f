// The switch of the colour scheme, and the button that shows a password. One listener for the whole
// document, so markup that arrives later needs no set-up.

const root = document.documentElement;

function showScheme() {
  const scheme = root.dataset.scheme ?? "system";
  for (const button of document.querySelectorAll("button[data-scheme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.scheme === scheme));
  }
}

function chooseScheme(scheme) {
  if (scheme === "system") delete root.dataset.scheme;
  else root.dataset.scheme = scheme;
  try {
    if (scheme === "system") localStorage.removeItem("scheme");
    else localStorage.setItem("scheme", scheme);
  } catch {
    // The choice then lasts as long as the page.
  }
  root.dispatchEvent(new Event("schemechange"));
  showScheme();
}

function reveal(button) {
  const input = document.getElementById(button.dataset.reveal);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.scheme) chooseScheme(button.dataset.scheme);
  if (button?.dataset.reveal) reveal(button);
});

// A theme that puts other pages into this document shows the scheme on their switches as well.
document.addEventListener("htmx:afterSettle", showScheme);

showScheme();
