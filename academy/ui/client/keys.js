// Keys of a single letter can be switched off: who speaks to their computer, or rests a hand on it, presses them unawares.
import { createElement as h, useSyncExternalStore } from "react";

const KEY = "academy-keys";
const listeners = new Set();
let isOff = null;

const remembered = () => {
  try {
    return localStorage.getItem(KEY) === "off";
  } catch {
    return false;
  }
};

const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Whether a letter alone does something on this browser. */
export const hasKeys = () => !(isOff ??= remembered());

const choose = (isOn) => {
  isOff = !isOn;
  try {
    if (isOff) localStorage.setItem(KEY, "off");
    else localStorage.removeItem(KEY);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  listeners.forEach((listener) => listener());
};

/** Switches them on and off, for all pages on this browser. */
export function KeysSwitch() {
  const isOn = useSyncExternalStore(subscribe, hasKeys, () => true);
  return h(
    "label",
    { className: "switch" },
    h("span", { className: "words" }, h("span", { className: "label-text" }, "Keys of a single letter")),
    h("input", { type: "checkbox", role: "switch", checked: isOn, onChange: (event) => choose(event.target.checked), "aria-label": "Keys of a single letter" }),
  );
}
