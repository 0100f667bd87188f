"""From a theme or a module's pages to what is wrong with them by the component contract."""
