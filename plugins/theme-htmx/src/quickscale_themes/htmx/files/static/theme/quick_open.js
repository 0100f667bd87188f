// Quick open as a dialog: what the page of the same name finds, while one types.

const quickOpen = () => document.getElementById("quick-open");
const choices = () => [...quickOpen().querySelectorAll("#quick-open-found :is(a, button)")];

document.addEventListener("click", (event) => {
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!event.target.closest("[data-quick-open]") || !plain || !quickOpen()) return;
  event.preventDefault();
  if (quickOpen().open) return;
  quickOpen().showModal();
  quickOpen().querySelector("input").select();
  htmx.trigger(quickOpen().querySelector("form"), "open");
});

// Enter opens the first match of what was typed, which may still be on its way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("#quick-open") || form.method === "post") return;
  event.preventDefault();
  form.dataset.goes = "";
  htmx.trigger(form, "open");
});

document.addEventListener("input", (event) => {
  delete event.target.closest("#quick-open form")?.dataset.goes;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "quick-open-found") return;
  const form = quickOpen().querySelector("form[role=search]");
  const status = form.querySelector("[role=status]");
  const { length } = choices();
  status.textContent = length === 1 ? status.dataset.one : status.dataset.many.replace("#", length);
  const asked = event.detail.requestConfig.formData.get("q");
  if (!("goes" in form.dataset) || asked !== form.elements.q.value) return;
  delete form.dataset.goes;
  choices()[0]?.click();
});

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.closest("#quick-open")) return;
  event.preventDefault();
  const stops = [quickOpen().querySelector("input"), ...choices()];
  const at = stops.indexOf(document.activeElement) + step;
  stops[(at + stops.length) % stops.length].focus();
});
