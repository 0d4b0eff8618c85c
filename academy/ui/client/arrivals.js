// A list that grows at its head does not move under somebody who reads further down: it offers what is new.
import { createElement as h, createContext, useContext, useEffect, useMemo, useReducer, useRef } from "react";

const FAR = 240;
const NEAR = 40;
const Held = createContext(new Set());

/** Holds back the rows that came before the first one shown, while one reads further down; `ids` are all, in order. */
export function Arrivals({ ids, children }) {
  const shown = useRef(new Set());
  const [, redraw] = useReducer((count) => count + 1, 0);
  const held = useMemo(() => new Set(), [ids]);
  const first = ids.findIndex((id) => shown.current.has(id));
  const isDown = typeof window !== "undefined" && window.scrollY > FAR;
  if (first < 0) shown.current = new Set(ids);
  held.clear();
  ids.forEach((id, at) => {
    if (at < first && isDown && !shown.current.has(id)) held.add(id);
    else shown.current.add(id);
  });
  const count = held.size;

  useEffect(() => {
    if (!count) return undefined;
    const onScroll = () => window.scrollY < NEAR && redraw();
    window.addEventListener("scroll", onScroll, { passive: true });
    return () => window.removeEventListener("scroll", onScroll);
  }, [count]);

  const goUp = () => window.scrollTo({ top: 0 });
  const offer = h("button", { type: "button", className: "btn primary compact", onClick: goUp }, `${count} new`);
  return h(Held.Provider, { value: new Set(held) }, h("div", { className: "arrivals", role: "status" }, count > 0 && offer), children);
}

/** What is shown once none of it, or not all of it, is held back. */
export function Arrival({ ids, children }) {
  const held = useContext(Held);
  return ids.every((id) => held.has(id)) ? null : children;
}
