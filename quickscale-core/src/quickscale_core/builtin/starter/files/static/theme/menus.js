// Menus, dialogs, and where the focus goes; for every theme, on pages that work without any of it.
// One listener per kind of event on the document, so markup that arrives later needs no set-up.

const MENU = "details[data-dropdown][open]";
const POPOVERS = CSS.supports("selector(:popover-open)") ? "[popover]:popover-open" : "none";

// A menu that the focus has left would cover what has it now.
function closeMenus(target) {
  for (const menu of document.querySelectorAll(MENU)) {
    if (!menu.contains(target)) menu.open = false;
  }
  for (const popover of document.querySelectorAll(POPOVERS)) {
    if (!popover.contains(target) && target.popoverTargetElement !== popover) popover.hidePopover();
  }
}

document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.target.closest("dialog[open]")) return;
  for (const menu of document.querySelectorAll(MENU)) {
    menu.open = false;
    if (menu.contains(event.target)) menu.querySelector("summary").focus();
    event.preventDefault(); // what the menu stands in stays open
  }
});

// Buttons open dialogs by themselves where the browser knows invoker commands, and closes dialogs
// where it knows closedby.
if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    if (button.getAttribute("command") === "close") dialog.close();
    else if (!dialog.open) dialog.showModal();
  });
}
if (!("closedBy" in HTMLDialogElement.prototype)) {
  document.addEventListener("click", (event) => {
    if (event.target.matches("dialog[closedby=any]")) event.target.close();
  });
}

document.addEventListener("keydown", (event) => {
  const control = event.ctrlKey || event.metaKey;
  if (!control || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
  const link = document.querySelector("[data-quick-open]");
  if (!link) return;
  event.preventDefault();
  link.click();
});

// What just happened is told first; its place is empty once it is dismissed, and the focus goes on.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  if (!button) return;
  const messages = button.closest(".messages");
  button.closest(".alert").remove();
  (messages.querySelector("[data-dismiss]") ?? document.querySelector("main")).focus();
});

// A new page begins where one goes on: at what is wrong, at the field to fill in, at what just
// happened, or else where it is asked to, so that it is read out. Messages are told with the field.
// Whoever has opened a menu of the page or is in a field of it has gone on already.
function goOn(otherwise) {
  const messages = document.querySelector(".messages:has(*)");
  const field = document.querySelector("main [autofocus]");
  const now = document.activeElement;
  if (document.querySelector(MENU)) return;
  if (now !== field && now?.matches("input, select, textarea")) return;
  if (messages && field) {
    const described = [field.getAttribute("aria-describedby"), messages.id];
    field.setAttribute("aria-describedby", described.filter(Boolean).join(" "));
  }
  const first = document.querySelector("form .form-errors") ?? field ?? messages ?? otherwise;
  first?.focus({ preventScroll: first === messages || first === otherwise });
}

if (!location.hash) goOn();

// A theme that puts other pages into this document says so, with their heading.
document.addEventListener("pagechange", (event) => goOn(event.detail));

if (/Mac|iPhone|iPad/.test(navigator.platform)) {
  for (const key of document.querySelectorAll("[data-quick-open] kbd")) key.textContent = "⌘ K";
}
