// Links load over htmx ("boosted"). What is not an ordinary page of this site is loaded by the
// browser itself: scripts of its own, other files, downloads, errors of the network.

const OWN_SCRIPTS =
  'script:not([data-shell], [src*="django_htmx/"], [type="application/json"], [type="application/ld+json"])';

const sheets = (page) =>
  [...page.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href")).join();

function isOrdinaryPage(response) {
  if (!/^text\/html(;|$)/i.test(response.getResponseHeader("Content-Type") ?? "")) return false;
  const page = new DOMParser().parseFromString(response.responseText, "text/html");
  return !page.querySelector(OWN_SCRIPTS) && sheets(page) === sheets(document);
}

document.addEventListener("htmx:beforeProcessNode", (event) => {
  if (event.target.matches("form[method=post i], a[download]")) {
    event.target.setAttribute("hx-boost", "false");
  }
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.boosted) document.documentElement.dataset.loading = "";
});

document.addEventListener("htmx:afterRequest", () => {
  delete document.documentElement.dataset.loading;
});

// While DEBUG is on, django-htmx would write Django's error pages over this one and evaluate their
// scripts, which the policy forbids; they are loaded by the browser below.
document.addEventListener("htmx:beforeOnLoad", (event) => event.stopPropagation(), true);

document.addEventListener("htmx:beforeSwap", (event) => {
  const { boosted, xhr, requestConfig } = event.detail;
  if (!boosted) return;
  event.detail.shouldSwap = isOrdinaryPage(xhr);
  event.detail.isError = false;
  if (!event.detail.shouldSwap) location.assign(xhr.responseURL || requestConfig.path);
});

document.addEventListener("htmx:sendError", (event) => {
  if (event.detail.boosted) location.assign(event.detail.requestConfig.path);
});

// A screen reader hears where it is: the new page's heading takes the focus, unless the page has
// something to say or to be filled in.
document.addEventListener("htmx:afterSettle", (event) => {
  if (!event.detail.boosted) return;
  const heading = document.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  document.dispatchEvent(new CustomEvent("pagechange", { detail: heading }));
});

// The check of one field goes where its form goes, and its answer reaches the field's ARIA.
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, headers } = event.detail;
  if ("X-Check-Field" in headers) event.detail.path = elt.closest("form").action;
});

// Nothing is checked any more once the form itself is on its way.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.boosted ? null : event.target.closest("form");
  if (form?.querySelector("[type=submit][aria-busy=true]")) event.preventDefault();
});

document.addEventListener("htmx:afterSwap", (event) => {
  const errors = event.target.closest?.(".field")?.querySelector(".field-errors");
  if (!errors) return;
  const field = errors.closest(".field");
  const input = field.querySelector("input, select, textarea");
  const invalid = errors.children.length > 0;
  field.toggleAttribute("data-invalid", invalid);
  input.setAttribute("aria-invalid", String(invalid));
  const described = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  described.add(errors.id);
  input.setAttribute("aria-describedby", [...described].join(" "));
});
