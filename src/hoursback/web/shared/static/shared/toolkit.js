// The pieces that every page has; each finds what it works on by its data-… attributes.
import "./menus.js";
import "./toasts.js";
import "./keys.js";
import "./palette.js";
