// While somebody types @ and letters: a list of those who can be mentioned, by keyboard and touch.
import { createElement as h, useEffect, useId, useRef, useState } from "react";
import { replace } from "./editing.js";
import { people } from "./keeping.js";

const TYPED = /(?:^|[\s(>*_~])@([\p{L}\p{N}.'’-]{0,40}(?: [\p{L}\p{N}.'’-]{1,40})?)$/u;
const PAUSE = 150;

/** Where the caret is within the textarea, found by laying the same text out in a copy. */
const caretIn = (area, position) => {
  const copy = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of ["font", "letterSpacing", "lineHeight", "padding", "border", "boxSizing", "width"]) copy.style[name] = style[name];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", top: 0 });
  copy.textContent = area.value.slice(0, position);
  const mark = copy.appendChild(document.createElement("span"));
  mark.textContent = "@";
  area.parentElement.append(copy);
  const at = { left: mark.offsetLeft, top: mark.offsetTop + mark.offsetHeight - area.scrollTop };
  copy.remove();
  return { left: Math.max(0, Math.min(at.left, area.clientWidth - 240)), top: Math.min(at.top, area.clientHeight) };
};

/** The list and what the textarea says of it: `{ list, props, onKeyDown, look, close }`. */
export const useMentions = (area, here) => {
  const id = useId();
  const [found, setFound] = useState(null);
  const [at, setAt] = useState(0);
  const timer = useRef(null);
  const asked = useRef(0);
  const close = () => {
    clearTimeout(timer.current);
    asked.current += 1;
    setFound(null);
  };
  useEffect(() => () => clearTimeout(timer.current), []);

  const look = () => {
    clearTimeout(timer.current);
    const { selectionStart: caret, selectionEnd: end, value } = area.current;
    const match = caret === end && TYPED.exec(value.slice(Math.max(0, caret - 90), caret));
    if (!match) return close();
    const start = caret - match[1].length - 1;
    const number = ++asked.current;
    timer.current = setTimeout(async () => {
      const told = await people(here, match[1]).catch(() => ({ people: [] }));
      if (number !== asked.current) return;
      setAt(0);
      setFound(told.people.length ? { people: told.people, start, end: caret, place: caretIn(area.current, start) } : null);
    }, PAUSE);
    return undefined;
  };

  const choose = (person) => {
    const name = person.name.replaceAll("[", "(").replaceAll("]", ")");
    replace(area.current, found.start, found.end, `@[${name}](person:${person.id}) `);
    close();
  };

  const onKeyDown = (event) => {
    if (!found || event.ctrlKey || event.metaKey) return false;
    const { length } = found.people;
    if (event.key === "ArrowDown") setAt((at + 1) % length);
    else if (event.key === "ArrowUp") setAt((at + length - 1) % length);
    else if (event.key === "Enter" || event.key === "Tab") choose(found.people[at]);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  const option = (person, index) =>
    h(
      "div",
      {
        key: person.id,
        id: `${id}-${index}`,
        role: "option",
        "aria-selected": index === at,
        onPointerDown: (event) => event.preventDefault(),
        onPointerMove: () => setAt(index),
        onClick: () => choose(person),
      },
      h("span", { className: "avatar small", "aria-hidden": true }, person.initials),
      h("span", null, person.name),
      person.is_leader && h("small", null, "leads here"),
    );
  const list = [
    found && h("div", { key: "list", id, role: "listbox", "aria-label": "People to mention", className: "mention-list", style: found.place }, found.people.map(option)),
    h("span", { key: "news", role: "status", className: "hushed" }, found ? `${found.people.length} people; choose with the arrow keys.` : ""),
  ];
  const props = {
    "aria-autocomplete": "list",
    "aria-controls": found ? id : undefined,
    "aria-activedescendant": found ? `${id}-${at}` : undefined,
  };
  return { list, props, onKeyDown, look, close };
};
