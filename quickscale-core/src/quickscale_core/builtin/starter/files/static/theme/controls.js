// The switch of the colour scheme, the button that shows a password, and the rules that it keeps to.
// One listener for the whole document, so markup that arrives later needs no set-up.

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

// The rules come from the server's validators, which have the last word.
function tickRules(input) {
  for (const id of (input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)) {
    for (const rule of document.getElementById(id)?.querySelectorAll("[data-rule]") ?? []) {
      const isKept = new RegExp(rule.dataset.rule, "su").test(input.value);
      rule.toggleAttribute("data-is-kept", isKept);
    }
  }
}

document.addEventListener("input", (event) => {
  if (event.target.closest("[data-widget=password]")) tickRules(event.target);
});

// A theme that puts other pages into this document shows the scheme on their switches as well.
document.addEventListener("htmx:afterSettle", showScheme);

showScheme();
