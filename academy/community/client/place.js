// Where the reader is in a thread: what keeps still while it changes, what has been read, and when more is needed.
import { useCallback, useEffect, useLayoutEffect, useRef } from "react";

const EDGE = 72;
const NEAR = 64;
const AHEAD = 1200;
const READ_AFTER = 700;
const READ_BY_EACH = 100;
const PATIENCE = 4000;
const AT_LEISURE = 8000;
const BOTTOM = "bottom";

const page = () => document.scrollingElement;
const toBottom = () => page().scrollTo({ top: page().scrollHeight });
const isNearBottom = () => page().scrollHeight - window.innerHeight - window.scrollY < NEAR;
const numberOf = (element) => Number(element.dataset.number);

/** All replies that are drawn, in order. */
export const drawn = (root) => [...(root?.querySelectorAll("[data-number]") ?? [])];

/** Scrolls by as much as what was noted has moved. */
const keepAt = (at) => {
  if (at === BOTTOM) toBottom();
  else if (at) {
    const element = document.getElementById(at.id);
    const moved = element ? element.getBoundingClientRect().top - at.top : 0;
    if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: "instant" });
  }
};

/** Switches the browser's own scroll anchoring off: it does not cover the head of a page, and not every browser has it. */
const useNoAnchoring = () =>
  useEffect(() => {
    const html = document.documentElement;
    html.style.overflowAnchor = "none";
    return () => {
      html.style.overflowAnchor = "";
    };
  }, []);

/** Looks again, once a frame, whenever something was scrolled or has grown. */
const useLooking = (root, look, keep) =>
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

/**
 * Keeps what the reader looks at where it is, whatever comes, goes or grows above it; who is at the very end stays there,
 * also while what has come after it is still on its way.
 */
export function usePlace({ root, isWhole, onSeen }) {
  const anchor = useRef(null);
  const look = useCallback(() => {
    const all = drawn(root.current);
    const below = window.innerHeight - (document.querySelector(".answer")?.offsetHeight ?? 0);
    const boxes = all.map((element) => [element, element.getBoundingClientRect()]);
    const isAtEnd = isNearBottom() && (isWhole || anchor.current === BOTTOM);
    const first = boxes.find(([, box]) => box.top >= 0 && box.top < below * 0.6) ?? boxes.find(([, box]) => box.bottom > EDGE);
    anchor.current = isAtEnd ? BOTTOM : window.scrollY > 0 && first ? { id: first[0].id, top: first[1].top } : null;
    const seen = boxes.filter(([, box]) => box.bottom > 0 && box.top < below - 24).map(([element]) => numberOf(element));
    onSeen(seen, isAtEnd && isWhole);
  }, [root, isWhole, onSeen]);
  const keep = useCallback(() => keepAt(anchor.current), []);

  useLayoutEffect(keep);
  useNoAnchoring();
  useLooking(root, look, keep);
  /** Goes to a spot, and keeps still there. */
  return useCallback((element) => {
    if (element === BOTTOM) toBottom();
    else window.scrollTo({ top: window.scrollY + element.getBoundingClientRect().top - EDGE - 24, behavior: "instant" });
    look();
  }, [look]);
}

/**
 * Tells how far the thread has been read: as far as every reply has been before somebody's eyes, one after the other;
 * who has come to the very end has read it all. Who leaves before it was told tells it then. The more read along, the
 * later each tells it, and the more replies at once: all together never tell it more than some twenty times a second.
 */
export function useReading({ thread, readUntil, last, readers, onRead }) {
  const seen = useRef(new Set());
  const reached = useRef(0);
  const timer = useRef(null);
  const latest = useRef({});
  latest.current = { thread, readUntil, last, readers, onRead };
  const tell = useCallback(() => {
    if (timer.current === null) return;
    clearTimeout(timer.current);
    timer.current = null;
    latest.current.onRead(latest.current.thread, reached.current);
  }, []);
  useEffect(() => {
    const onHide = () => document.visibilityState === "hidden" && tell();
    document.addEventListener("visibilitychange", onHide);
    return () => {
      document.removeEventListener("visibilitychange", onHide);
      tell();
    };
  }, [tell]);
  return useCallback((numbers, isAtEnd) => {
    if (document.visibilityState !== "visible") return;
    for (const number of numbers) seen.current.add(number);
    const before = Math.max(latest.current.readUntil ?? 0, reached.current);
    let until = before;
    while (seen.current.has(until + 1)) until += 1;
    if (isAtEnd) until = Math.max(until, latest.current.last);
    if (until <= before) return;
    reached.current = until;
    timer.current ??= setTimeout(tell, READ_AFTER + Math.random() * READ_BY_EACH * latest.current.readers);
  }, [tell]);
}

/**
 * Asks for more replies when the reader comes near the first or the last one there is. Who is at the end has the page
 * after it before its first reply is there: nobody waits for that, so not all ask for it in the same moment.
 */
export function useMore({ root, first, last, hasBefore, hasAfter, isReady, onMore }) {
  const asked = useRef(0);
  const timer = useRef(null);
  useEffect(() => {
    asked.current = 0;
    return () => {
      clearTimeout(timer.current);
      timer.current = null;
    };
  }, [first, last]);
  return useCallback(() => {
    const box = root.current?.getBoundingClientRect();
    if (!box || Date.now() - asked.current < PATIENCE) return;
    const isNear = box.bottom < window.innerHeight + AHEAD;
    const ask = (direction) => {
      asked.current = Date.now();
      onMore(direction);
    };
    if (hasAfter && isNear) ask(1);
    else if (hasBefore && box.top > -AHEAD) ask(-1);
    else if (!isReady && isNear) timer.current ??= setTimeout(() => ask(1), Math.random() * AT_LEISURE);
  }, [root, hasBefore, hasAfter, isReady, onMore]);
}
