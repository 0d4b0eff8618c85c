// The buttons that put Markdown around what is selected, and their keys.
import { createElement as h } from "react";
import { code, link, prefix, surround } from "./editing.js";

const drawn = (d) =>
  h("svg", { width: 18, height: 18, viewBox: "0 0 20 20", fill: "none", stroke: "currentColor", strokeWidth: 1.6, strokeLinecap: "round", strokeLinejoin: "round", "aria-hidden": true }, h("path", { d }));

const TOOLS = [
  ["Bold", "b", "M6 4h4.5a3 3 0 0 1 0 6H6zM6 10h5.500a3 3 0 0 1 0 6H6z", (area) => surround(area, "**", "bold")],
  ["Italic", "i", "M9 4h6M5 16h6M12 4 8 16", (area) => surround(area, "*", "italic")],
  ["Code", "e", "m7 6-4 4 4 4M13 6l4 4-4 4", code],
  ["Link", "k", "M8.500 11.500a3 3 0 0 0 4.300 0l3-3a3 3 0 0 0-4.300-4.300l-1 1M11.500 8.500a3 3 0 0 0-4.300 0l-3 3a3 3 0 0 0 4.300 4.300l1-1", link],
  ["List", "", "M7.500 5h9M7.500 10h9M7.500 15h9M3.500 5h.1M3.500 10h.1M3.500 15h.1", (area) => prefix(area, "- ")],
  ["Quote", "", "M4 5v10M8 6h8M8 10h8M8 14h5", (area) => prefix(area, "> ")],
];
const IMAGE = "M3 4h14v12H3zM3 13l4-4 4 4 2.500-2.500L17 14M13 7.500h.1";

/** Does what a key with Ctrl stands for; true if it stands for anything. */
export const actOn = (key, area) => {
  const tool = TOOLS.find(([, own]) => own && own === key.toLowerCase());
  tool?.[3](area);
  return Boolean(tool);
};

/** Moves the focus within the toolbar by arrow keys; one button of it is in the order of Tab. */
const onKeyDown = (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
  buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
  next.focus();
  event.preventDefault();
};

const tool = (name, d, onClick, more) => h("button", { key: name, type: "button", className: "tool", tabIndex: -1, title: name, "aria-label": name, onClick, ...more }, drawn(d));

const keyed = (name, key) => (key ? { title: `${name} (Ctrl ${key.toUpperCase()})`, "aria-keyshortcuts": `Control+${key.toUpperCase()} Meta+${key.toUpperCase()}` } : {});

export const Toolbar = ({ area, onImage }) =>
  h(
    "div",
    { className: "composer-tools", role: "toolbar", "aria-label": "Formatting", onKeyDown },
    TOOLS.map(([name, key, d, act], at) => tool(name, d, () => act(area.current), { ...keyed(name, key), tabIndex: at ? -1 : 0 })),
    tool("Image", IMAGE, onImage),
  );
