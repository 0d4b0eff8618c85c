// What this browser keeps of what somebody writes, by spot, until the server has the post.
import { useMemo, useSyncExternalStore } from "react";
import { discard } from "./asking.js";

/** After so long without an answer one may send again. */
export const PATIENCE = 20_000;
const WRITTEN = "academy:written";
const PREFIX = "academy:writing:";

const listeners = new Set();
const open = new Set();
const flying = new Map();
const given = new Map();

const tell = () => listeners.forEach((listener) => listener());

export const newKey = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");

const placeOf = (owner, spot) => `${PREFIX}${owner}:${spot}`;

const read = (place) => {
  try {
    return JSON.parse(localStorage.getItem(place)) ?? {};
  } catch {
    return {};
  }
};

/**
 * What is kept for somebody at a spot: `text` and `fields`; `base`, the version of the draft that it began with;
 * `isDirty`, if the server has not got it; in `outbox` what waits to be sent; and `problem`, why it was not taken.
 */
export const recall = (owner, spot) => read(placeOf(owner, spot));

/** Keep this at a spot; nothing takes away what was there. */
export const keep = (owner, spot, kept) => {
  try {
    if (kept) localStorage.setItem(placeOf(owner, spot), JSON.stringify(kept));
    else localStorage.removeItem(placeOf(owner, spot));
  } catch {
    // Without storage it is kept on the server alone.
  }
  tell();
};

/** What is typed here is given up, on the server too. */
export const giveUp = (owner, spot) => {
  given.set(spot, recall(owner, spot).base ?? 0);
  keep(owner, spot, null);
  return discard(spot);
};

/** A composer stands at a spot; what this returns says that it does not any more. */
export const occupy = (spot) => {
  open.add(spot);
  given.delete(spot);
  tell();
  return () => {
    open.delete(spot);
    tell();
  };
};

/** What was sent a moment ago is on its way: nobody sends it again yet. */
export const launch = (key) => {
  flying.set(key, Date.now());
  setTimeout(tell, PATIENCE);
  tell();
};
export const isFlying = (key) => Date.now() - (flying.get(key) ?? 0) < PATIENCE;

const listen = (listener) => {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
};

const all = (beginning) => {
  try {
    return Object.keys(localStorage).filter((place) => place.startsWith(beginning));
  } catch {
    return [];
  }
};

/** Hear what became of what was sent: `hear(key, problems)`, also if the composer that sent it is gone. */
export const onWritten = (hear) => {
  const heard = ({ detail }) => hear(detail.key, detail.problems ?? {});
  window.addEventListener(WRITTEN, heard);
  return () => window.removeEventListener(WRITTEN, heard);
};

const settle = (key, problems) => {
  flying.delete(key);
  for (const place of all(PREFIX)) {
    const kept = read(place);
    if (kept.outbox?.key !== key) continue;
    const [owner, ...spot] = place.slice(PREFIX.length).split(":");
    const problem = Object.values(problems).join(" ");
    if (problem) keep(owner, spot.join(":"), { ...kept, outbox: null, isDirty: true, problem });
    else giveUp(owner, spot.join(":"));
  }
};
if (typeof window !== "undefined") onWritten(settle);

const SPOT = /^(thread|edit):[\w-]+(?::(\d+))?$/;

/** What of a thread somebody has begun at spots where no composer is, as JSON that stays the same until it changes. */
const begunIn = (owner, thread, drafts) => {
  const found = {};
  const hidden = new Set(open);
  const spots = (spot) => spot === `thread:${thread}` || spot === `edit:${thread}` || spot.startsWith(`thread:${thread}:`) || spot.startsWith(`edit:${thread}:`);
  for (const place of all(placeOf(owner, ""))) {
    const spot = place.slice(placeOf(owner, "").length);
    if (!spots(spot)) continue;
    const { outbox, isDirty, problem } = read(place);
    if (outbox && isFlying(outbox.key)) hidden.add(spot);
    else if (outbox || isDirty) found[spot] = { state: outbox ? "waiting" : "draft", problem: problem ?? "" };
  }
  for (const [spot, version] of Object.entries(drafts ?? {})) {
    if (spots(spot) && version > (given.get(spot) ?? -1)) found[spot] ??= { state: "draft", problem: "" };
  }
  const shown = Object.keys(found).filter((spot) => !hidden.has(spot) && SPOT.test(spot));
  return JSON.stringify(shown.sort().map((spot) => ({ spot, ...found[spot] })));
};

/** What somebody has begun in a thread: for each spot its `kind`, the `number` of the reply, its `state` and the `problem`. */
export const useBegun = (owner, thread, drafts) => {
  const begun = useSyncExternalStore(listen, () => (owner ? begunIn(owner, thread, drafts) : "[]"), () => "[]");
  return useMemo(() => {
    const parts = (one) => SPOT.exec(one.spot);
    return JSON.parse(begun).map((one) => ({ ...one, kind: parts(one)[1], number: Number(parts(one)[2] ?? 0) }));
  }, [begun]);
};
