// A list stands still under who reads it: rows change where they are, and what is new or has moved waits to be asked for.
import { createElement as h, createContext, useCallback, useContext, useEffect, useLayoutEffect, useReducer, useRef } from "react";

const Order = createContext([]);
const FIRST = ".title";

// Who is there stays in place, who is gone goes, and what comes after the last of them is added at the end.
const settled = (order, ids) => {
  const [there, known] = [new Set(ids), new Set(order)];
  const kept = order.filter((id) => there.has(id));
  const end = ids.findLastIndex((id) => known.has(id)) + 1;
  return kept.length ? [...kept, ...ids.slice(end)] : ids;
};

// How many at least have left their places: all but the longest row of those that still follow each other.
const countMoved = (order, ids) => {
  const place = new Map(ids.map((id, at) => [id, at]));
  const ends = [];
  order.forEach((id) => {
    const at = ends.findIndex((end) => end > place.get(id));
    ends[at < 0 ? ends.length : at] = place.get(id);
  });
  return order.length - ends.length;
};

/** Keeps rows where they are, those that `useInPlace` puts in order, and offers their true order; `ids` are all, in that. */
export function Arrivals({ ids, children }) {
  const root = useRef(null);
  const order = useRef(ids);
  const goal = useRef(null);
  const [, redraw] = useReducer((count) => count + 1, 0);
  if (goal.current) order.current = ids;
  else order.current = settled(order.current, ids);
  const moved = countMoved(order.current, ids);
  const count = ids.length - order.current.length + moved;

  const arrange = (focus) => {
    goal.current = focus;
    redraw();
  };
  useLayoutEffect(() => {
    const focus = goal.current === FIRST ? root.current.parentElement.querySelector(`.list ${FIRST}`) : goal.current;
    goal.current = null;
    if (focus?.isConnected && focus !== document.activeElement) focus.focus({ preventScroll: true });
  });
  useEffect(() => {
    const onReturn = () => document.hidden || arrange(document.activeElement ?? document.body);
    document.addEventListener("visibilitychange", onReturn);
    return () => document.removeEventListener("visibilitychange", onReturn);
  }, []);

  const show = () => {
    arrange(FIRST);
    window.scrollTo({ top: 0 });
  };
  const words = `${count} new${moved ? " or changed" : ""}`;
  const offer = h("button", { type: "button", className: "btn primary compact", onClick: show }, words);
  return h(Order.Provider, { value: order.current }, h("div", { ref: root, className: "arrivals", role: "status" }, count > 0 && offer), children);
}

/** Returns what puts rows into the places they have, without those that wait; each has a `public_id`. */
export function useInPlace() {
  const order = useContext(Order);
  return useCallback(
    (rows) => {
      const places = new Map(order.map((id, at) => [id, at]));
      const placed = (rows ?? []).filter((row) => places.has(row.public_id));
      return placed.sort((one, other) => places.get(one.public_id) - places.get(other.public_id));
    },
    [order],
  );
}
