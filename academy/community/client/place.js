// Where the reader is in a thread: what keeps still while it changes, what has been read, and when more is needed.
import { useCallback, useEffect, useLayoutEffect, useRef } from "react";

const EDGE = 72;
const NEAR = 64;
const AHEAD = 1200;
const READ_AFTER = 700;
const PATIENCE = 4000;
const BOTTOM = "bottom";

const page = () => document.scrollingElement;
const toBottom = () => page().scrollTo({ top: page().scrollHeight });
const isNearBottom = () => page().scrollHeight - window.innerHeight - window.scrollY < NEAR;
const numberOf = (element) => Number(element.dataset.number);

/** All replies that are drawn, in order. */
export const drawn = (root) => [...(root?.querySelectorAll("[data-number]") ?? [])];

/**
 * Keeps what the reader looks at where it is, whatever comes, goes or grows above it; who is at the very end stays there.
 * Browsers' own scroll anchoring does not cover the head of a page, and not every browser has it, so it is off here.
 */
export function usePlace({ root, isWhole, onSeen }) {
  const anchor = useRef(null);
  const look = useCallback(() => {
    const all = drawn(root.current);
    const below = window.innerHeight - (document.querySelector(".answer")?.offsetHeight ?? 0);
    const boxes = all.map((element) => [element, element.getBoundingClientRect()]);
    const isAtEnd = isWhole && isNearBottom();
    const first = boxes.find(([, box]) => box.top >= 0 && box.top < below * 0.6) ?? boxes.find(([, box]) => box.bottom > EDGE);
    anchor.current = isAtEnd ? BOTTOM : window.scrollY > 0 && first ? { id: first[0].id, top: first[1].top } : null;
    const seen = boxes.filter(([, box]) => box.bottom > 0 && box.top < below - 24).map(([element]) => numberOf(element));
    onSeen(seen, isAtEnd);
  }, [root, isWhole, onSeen]);
  const keep = useCallback(() => {
    const at = anchor.current;
    if (at === BOTTOM) toBottom();
    else if (at) {
      const element = document.getElementById(at.id);
      const moved = element ? element.getBoundingClientRect().top - at.top : 0;
      if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: "instant" });
    }
  }, []);

  useLayoutEffect(keep);
  useEffect(() => {
    const html = document.documentElement;
    html.style.overflowAnchor = "none";
    return () => {
      html.style.overflowAnchor = "";
    };
  }, []);
  useEffect(() => {
    let frame = 0;
    const later = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        look();
      });
    };
    const grown = new ResizeObserver(() => {
      keep();
      later();
    });
    if (root.current) grown.observe(root.current.closest(".thread") ?? root.current);
    window.addEventListener("scroll", later, { passive: true });
    document.addEventListener("visibilitychange", later);
    later();
    return () => {
      cancelAnimationFrame(frame);
      grown.disconnect();
      window.removeEventListener("scroll", later);
      document.removeEventListener("visibilitychange", later);
    };
  }, [root, look, keep]);
  /** Goes to a spot, and keeps still there. */
  const go = useCallback((element) => {
    if (element === BOTTOM) toBottom();
    else window.scrollTo({ top: window.scrollY + element.getBoundingClientRect().top - EDGE - 24, behavior: "instant" });
    look();
  }, [look]);
  return go;
}

/**
 * Tells how far the thread has been read: as far as every reply has been before somebody's eyes, one after the other;
 * who has come to the very end has read it all.
 */
export function useReading({ readUntil, last, onRead }) {
  const seen = useRef(new Set());
  const told = useRef(0);
  const timer = useRef(null);
  const latest = useRef({});
  latest.current = { readUntil, last, onRead };
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback((numbers, isAtEnd) => {
    if (document.visibilityState !== "visible") return;
    for (const number of numbers) seen.current.add(number);
    let until = Math.max(latest.current.readUntil ?? 0, told.current);
    while (seen.current.has(until + 1)) until += 1;
    if (isAtEnd) until = Math.max(until, latest.current.last);
    if (until <= Math.max(latest.current.readUntil ?? 0, told.current)) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      told.current = until;
      latest.current.onRead(until);
    }, READ_AFTER);
  }, []);
}

/** Asks for more replies when the reader comes near the first or the last one there is. */
export function useMore({ root, first, last, hasBefore, hasAfter, onMore }) {
  const asked = useRef(0);
  useEffect(() => {
    asked.current = 0;
  }, [first, last]);
  return useCallback(() => {
    const box = root.current?.getBoundingClientRect();
    if (!box || Date.now() - asked.current < PATIENCE) return;
    const direction = hasAfter && box.bottom < window.innerHeight + AHEAD ? 1 : hasBefore && box.top > -AHEAD ? -1 : 0;
    if (!direction) return;
    asked.current = Date.now();
    onMore(direction);
  }, [root, hasBefore, hasAfter, onMore]);
}
