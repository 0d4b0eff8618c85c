// While somebody types @ and letters: a list of those who can be mentioned, by keyboard and touch.
import { createElement as h, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { replace } from "./editing.js";
import { people } from "./asking.js";

const TYPED = /(?:^|[\s(>*_~])@([\p{L}\p{N}.'’-]{0,40}(?: [\p{L}\p{N}.'’-]{1,40})?)$/u;
const PAUSE = 150;
const EDGE = 8;

/** Where a letter of the text is in the window, found by laying the same text out in a copy: `{ left, top, bottom }`. */
const caretIn = (area, position) => {
  const copy = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of ["font", "letterSpacing", "lineHeight", "padding", "border", "boxSizing", "width"]) copy.style[name] = style[name];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", top: 0 });
  copy.textContent = area.value.slice(0, position);
  const mark = copy.appendChild(document.createElement("span"));
  mark.textContent = "@";
  area.parentElement.append(copy);
  const { offsetLeft, offsetTop, offsetHeight } = mark;
  copy.remove();
  const box = area.getBoundingClientRect();
  const top = Math.min(Math.max(box.top, box.top + offsetTop - area.scrollTop), box.bottom - offsetHeight);
  return { left: box.left + offsetLeft, top, bottom: top + offsetHeight };
};

/** Puts the list below the caret, or above it where there is more room: wholly in what is seen, beside a phone's keyboard too. */
const lay = (list, area, start) => {
  const caret = caretIn(area, start);
  const { offsetTop, offsetLeft, height, width } = window.visualViewport ?? { offsetTop: 0, offsetLeft: 0, height: window.innerHeight, width: window.innerWidth };
  const [above, below] = [caret.top - offsetTop - EDGE, offsetTop + height - caret.bottom - EDGE];
  list.style.maxHeight = "";
  const wanted = list.offsetHeight;
  const isUp = wanted > below && above > below;
  const tall = Math.min(wanted, isUp ? above : below);
  const left = Math.max(offsetLeft + EDGE, Math.min(caret.left, offsetLeft + width - list.offsetWidth - EDGE));
  Object.assign(list.style, { maxHeight: `${tall}px`, left: `${left}px`, top: `${isUp ? caret.top - tall : caret.bottom}px` });
};

/** Keeps the list of a textarea in sight: in the layer above all others, laid anew when something moves. */
const useLaid = (list, area, found) => {
  useLayoutEffect(() => {
    if (!found) return undefined;
    list.current.showPopover();
    const again = () => lay(list.current, area.current, found.start);
    again();
    window.addEventListener("scroll", again, true);
    window.visualViewport?.addEventListener("resize", again);
    window.visualViewport?.addEventListener("scroll", again);
    return () => {
      window.removeEventListener("scroll", again, true);
      window.visualViewport?.removeEventListener("resize", again);
      window.visualViewport?.removeEventListener("scroll", again);
    };
  }, [found]);
};

const useSearch = (area, here) => {
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
      if (number !== asked.current || !area.current) return;
      setAt(0);
      setFound(told.people.length ? { people: told.people, start, end: caret } : null);
    }, PAUSE);
    return undefined;
  };
  return { found, at, setAt, look, close };
};

const Option = ({ id, person, isChosen, onPoint, onChoose }) => {
  const row = useRef(null);
  useEffect(() => {
    if (isChosen) row.current.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  return h(
    "div",
    { ref: row, id, role: "option", "aria-selected": isChosen, onPointerDown: (event) => event.preventDefault(), onPointerMove: onPoint, onClick: onChoose },
    h("span", { className: "avatar small", "aria-hidden": true }, person.initials),
    h("span", null, person.name),
    person.is_leader && h("small", null, "leads here"),
  );
};

/** The list and what the textarea says of it: `{ list, props, onKeyDown, look, close }`. */
export const useMentions = (area, here) => {
  const id = useId();
  const list = useRef(null);
  const { found, at, setAt, look, close } = useSearch(area, here);
  useLaid(list, area, found);

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
    h(Option, { key: person.id, id: `${id}-${index}`, person, isChosen: index === at, onPoint: () => setAt(index), onChoose: () => choose(person) });
  const shown = [
    found && h("div", { key: "list", ref: list, id, popover: "manual", role: "listbox", "aria-label": "People to mention", className: "mention-list" }, found.people.map(option)),
    h("span", { key: "news", role: "status", className: "hushed" }, found ? `${found.people.length} people; choose with the arrow keys.` : ""),
  ];
  const props = {
    "aria-autocomplete": "list",
    "aria-controls": found ? id : undefined,
    "aria-activedescendant": found ? `${id}-${at}` : undefined,
  };
  return { list: shown, props, onKeyDown, look, close };
};
