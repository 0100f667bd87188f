// htmx answers the browser's back and forward once it has started. Whoever goes on before that, as
// a page still loads, gets the page by a load of its own instead of the address alone.
window.addEventListener("popstate", () => {
  if (document.readyState !== "complete") location.reload();
});
