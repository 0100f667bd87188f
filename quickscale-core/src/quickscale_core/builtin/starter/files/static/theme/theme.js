// Niceties on top of pages that work without any script. One listener per kind of event on the
// document, so markup that arrives later needs no set-up.

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  button.nextElementSibling.textContent = button.dataset.copied;
  button.dataset.done = "";
  setTimeout(() => {
    button.nextElementSibling.textContent = "";
    delete button.dataset.done;
  }, 2000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.copy) copy(button);
});

// A confirming button waits for its word; the server checks the word again.
document.addEventListener("input", (event) => {
  const word = event.target.dataset.confirmWord;
  if (word === undefined) return;
  event.target.form.querySelector("[type=submit]").disabled = event.target.value.trim() !== word;
});

// A form is sent once, and says that it is on its way.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.defaultPrevented || event.target.method === "dialog") return;
  if (button.getAttribute("aria-busy") === "true") event.preventDefault();
  button.setAttribute("aria-busy", "true");
});

// Coming back with the browser's own button shows the page as it was left: awake again.
window.addEventListener("pageshow", () => {
  for (const busy of document.querySelectorAll("[aria-busy=true]")) {
    busy.removeAttribute("aria-busy");
  }
});

for (const input of document.querySelectorAll("[data-confirm-word]")) {
  input.form.querySelector("[type=submit]").disabled = true;
}
