// All scripts of the site that can wait for the page, which collectstatic makes one.
import "./controls.js";
import "./menus.js";
import "./theme.js";
