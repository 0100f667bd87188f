// Alpine's components for the small things. Pages work without them; each is named in the markup
// by x-data and can be read on its own. Alpine itself is loaded by the first page that has one.

const alpine = document.querySelector("script[data-alpine]").dataset.alpine;

function loadAlpine() {
  if (!window.Alpine && document.querySelector("[x-data]")) import(alpine);
}

// Alpine looks at every global once; looking at this one makes Chromium warn, and nobody uses it.
delete globalThis.fence;

const WAIT_AFTER_COPY = 2000;

document.addEventListener("alpine:init", () => {
  const { Alpine } = window;

  Alpine.data("copy", () => ({
    said: "",
    async copy() {
      const { copy, copied } = this.$el.dataset;
      await navigator.clipboard.writeText(copy);
      this.said = copied;
      setTimeout(() => {
        this.said = "";
      }, WAIT_AFTER_COPY);
    },
  }));

  // A confirming button waits for its word; the server checks the word again.
  Alpine.data("confirmWord", () => ({
    typed: "",
    read() {
      this.typed = this.$el.value.trim();
    },
    get waiting() {
      return this.typed !== this.$root.dataset.word;
    },
  }));
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
  for (const busy of document.querySelectorAll("button[aria-busy=true]")) {
    busy.removeAttribute("aria-busy");
  }
});

loadAlpine();
document.addEventListener("htmx:afterSettle", loadAlpine);
