// The replies of a thread: a window of pages that all readers share, drawn so that nobody is moved by what arrives.
import { createElement as h, Fragment, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useBegun } from "./keeping.js";
import { Reply } from "./reply.js";
import { drawn, usePlace, useMore, useReading } from "./place.js";
import { hasKeys } from "$/public/external/academy/ui/client/keys.js";

const PAGE = 20;
const STEP = 50;
const LARGEST = 500; // as the service has it
const MARKED = 2400;
const SETTLED = 1500;

const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** Top replies with those right below them, each with what is open of its branch. */
const treeOf = (pages, branches) => {
  const opened = new Map(branches.map((branch) => [branch.number, branch]));
  const grown = (row) => {
    const branch = row.folded ? opened.get(row.number) : null;
    return { row, branch, deeper: branch ? branch.rows.map(grown) : [] };
  };
  const tops = [];
  for (const row of pages.flatMap((page) => page.rows)) {
    if (row.depth === 0) tops.push({ ...grown(row), children: [] });
    else tops.at(-1)?.children.push(grown(row));
  }
  return tops;
};

const useStable = (handlers) => {
  const latest = useRef(handlers);
  latest.current = handlers;
  const names = Object.keys(handlers).filter((name) => handlers[name]).join(" ");
  return useMemo(() => Object.fromEntries(names.split(" ").map((name) => [name, (...given) => latest.current[name](...given)])), [names]);
};

/** Likes that are on their way show at once, until they are known or refused. */
const useLikes = (liked, refused, onLike) => {
  const [wanted, setWanted] = useState({});
  const given = useMemo(() => new Set(liked), [liked]);
  useEffect(() => setWanted({}), [liked, refused]);
  const like = useCallback((number, isOn) => {
    setWanted((before) => ({ ...before, [number]: isOn }));
    onLike(number, isOn);
  }, [onLike]);
  const isLiked = (number) => wanted[number] ?? given.has(number);
  const likesOf = ({ number, likes }) => likes + Number(isLiked(number)) - Number(given.has(number));
  return [isLiked, like, likesOf];
};

/** How many replies have come that this reader has not come upon: neither their own, nor those that nobody sees. */
const useArrivals = ({ last_number: last, gone }, myId, rows) => {
  const [known, setKnown] = useState(last);
  const besides = useMemo(() => [...new Set([...gone, ...rows.filter((row) => row.author_id === myId).map((row) => row.number)])], [gone, rows, myId]);
  const since = (number) => Math.max(0, last - number - besides.filter((one) => one > number && one <= last).length);
  const words = useSpoken(last, since);
  return [since(known), known, setKnown, words];
};

/** Words for what has come, every now and then, wherever one reads; the same words once more are other words. */
const useSpoken = (last, since) => {
  const told = useRef(last);
  const timer = useRef(null);
  const latest = useRef({});
  latest.current = { last, since };
  const [words, say] = useState("");
  useEffect(() => {
    if (last <= told.current) return;
    timer.current ??= setTimeout(() => {
      const text = plural(latest.current.since(told.current), "new reply", "new replies");
      const isAny = latest.current.since(told.current) > 0;
      [timer.current, told.current] = [null, latest.current.last];
      if (isAny) say((before) => (before === text ? `${text}\u00a0` : text));
    }, SETTLED);
  }, [last]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return words;
};

const isTyping = (event) => event.target.closest?.("input, textarea, select, [contenteditable], dialog, [role=menu]");

/** Keys that go from reply to reply and act on the one that has the focus. */
const useKeys = (root, on, myWork) => {
  useEffect(() => {
    const step = (by) => {
      const all = drawn(root.current);
      const at = all.indexOf(document.activeElement?.closest?.("[data-number]"));
      const first = all.findIndex((element) => element.getBoundingClientRect().bottom > 80);
      const next = all[at < 0 ? Math.max(0, first) : Math.min(all.length - 1, Math.max(0, at + by))];
      next?.focus({ preventScroll: true });
      next?.scrollIntoView({ block: "nearest" });
    };
    const onKey = (event) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event)) return;
      const here = document.activeElement?.closest?.("[data-number]");
      const [forth, back] = [() => step(1), () => step(-1)];
      const keys = hasKeys() ? { j: forth, k: back, "?": on.help, n: () => on.find("unread"), ...myWork(here) } : {};
      if (here === document.activeElement && here) Object.assign(keys, { ArrowDown: forth, ArrowUp: back });
      if (!keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [root, on, myWork]);
};

const press = (here, name) => here?.querySelector(`[data-act="${name}"]`)?.click();

/** The line where what is new begins. */
const Line = () => h("p", { className: "since", id: "since" }, h("span", null, "New since you were here"));

/** Shows more of a branch; of a very long one what came first is folded again, and can be had back as "Earlier replies". */
function Fold({ row, branch, on }) {
  const left = branch ? branch.more : row.folded;
  const noun = row.depth === 0 ? ["more reply", "more replies"] : ["deeper reply", "deeper replies"];
  const shown = branch?.rows ?? [];
  const over = shown.length + STEP - LARGEST;
  const start = over > 0 ? shown[over].number : branch?.start ?? 0;
  const open = () => on.branch(row.number, start, Math.min(LARGEST, shown.length + STEP));
  return left > 0 && h("button", { type: "button", className: "fold", onClick: open }, plural(left, ...noun));
}

const Earlier = ({ row, branch, on }) =>
  branch?.earlier > 0 &&
  h("button", { type: "button", className: "fold", onClick: () => on.branch(row.number, branch.earlier, Math.min(LARGEST, branch.rows.length + STEP)) }, "Earlier replies");

const HANDLERS = ["like", "reply", "quote", "edit", "remove", "restore", "best", "history", "branch", "more", "read", "find", "report", "withdraw", "moderate", "approve", "help"];

const handlersOf = (props) => Object.fromEntries(HANDLERS.map((name) => [name, props[`on${name[0].toUpperCase()}${name.slice(1)}`]]));

/** The pages before the reader, as a tree and as rows; whether the last one is among them, and the one the next reply goes to. */
const useWindow = (slots, branches, topCount) => {
  const pages = useMemo(() => slots.filter((slot) => slot?.page >= 0).sort((a, b) => a.page - b.page), [slots]);
  const tree = useMemo(() => treeOf(pages, branches ?? []), [pages, branches]);
  const rows = useMemo(() => [...pages, ...(branches ?? [])].flatMap((part) => part.rows), [pages, branches]);
  const [first, last] = [pages[0]?.page ?? 0, pages.at(-1)?.page ?? 0];
  return { tree, rows, first, last, isWhole: last >= Math.ceil(topCount / PAGE) - 1, isReady: last >= Math.floor(topCount / PAGE) };
};

const useRights = (mine, moderates) =>
  useMemo(() => {
    const writes = Boolean(mine && !mine.suspended);
    return { replies: Boolean(mine?.may_reply), writes, likes: writes, chooses: Boolean(mine?.may_choose), moderates };
  }, [mine?.may_reply, mine?.suspended, mine?.may_choose, moderates]);

const useByNumber = (list) => useMemo(() => new Map((list ?? []).map((one) => [one.number, one])), [list]);

/** Follows the reader: notes what they have seen, asks for what they need next; returns the way to a spot. */
const useFollowing = ({ root, thread, mine, end, readers, parts, setKnown, on }) => {
  const read = useReading({ thread, readUntil: mine?.read_until, last: end.last_number, readers, onRead: on.read });
  const more = useMore({ root, first: parts.first, last: parts.last, hasBefore: parts.first > 0, hasAfter: !parts.isWhole, isReady: parts.isReady, onMore: on.more });
  const onSeen = useCallback((numbers, isAtEnd) => {
    read(numbers, isAtEnd);
    more();
    setKnown((before) => (isAtEnd ? Math.max(before, end.last_number) : numbers.includes(before + 1) ? Math.max(before, ...numbers) : before));
  }, [read, more, setKnown, end.last_number]);
  return usePlace({ root, isWhole: parts.isWhole, onSeen });
};

const below = (node, one, on) =>
  h(
    Fragment,
    { key: `below-${node.row.number}` },
    h(Earlier, { ...node, on }),
    node.deeper.map((child) => h("div", { key: child.row.number, className: "deeper" }, one(child.row), below(child, one, on))),
    h(Fold, { ...node, on }),
  );

const turn = (node, one, on) =>
  h(
    "article",
    { className: "turn" },
    one(node.row),
    (node.children.length > 0 || node.row.folded > 0) &&
      h("div", { className: "below" }, node.children.map((child) => h("div", { key: child.row.number }, one(child.row), below(child, one, on))), below(node, one, on)),
  );

export function Replies(props) {
  const { thread, mine, end, readers, goal, newFrom, newUntil } = props;
  const root = useRef(null);
  const [marked, setMarked] = useState(0);
  const parts = useWindow(props.slots, props.branches, end.top_count);
  const [withheld, cases, flags] = [useByNumber(props.withheld), useByNumber(props.cases), useByNumber(props.reported)];
  const begun = useBegun(mine?.user_id, thread, props.drafts);
  const has = (kind, number) => begun.some((one) => one.kind === kind && one.number === number);
  const rights = useRights(mine, props.moderates);
  const handlers = useStable(handlersOf(props));
  const [isLiked, like, likesOf] = useLikes(mine?.liked ?? NONE, props.refused, handlers.like);
  const on = useMemo(() => ({ ...handlers, like }), [handlers, like]);
  const [count, known, setKnown, words] = useArrivals(end, mine?.user_id, parts.rows);
  const go = useFollowing({ root, thread, mine, end, readers, parts, setKnown, on });
  useGoal({ root, goal, go, setMarked, isWhole: parts.isWhole });
  useOwn(parts.rows, mine?.user_id);
  useLinksHere(on);
  const work = useCallback((here) => ({ r: () => (here ? press(here, "reply") : on.reply(0, "")), q: () => press(here, "quote"), l: () => press(here, "like") }), [on]);
  useKeys(root, on, work);

  const isNew = (row) => newFrom >= 0 && row.number > newFrom && row.number <= newUntil && row.author_id !== mine?.user_id && !row.gone;
  const one = (row) => {
    const likes = likesOf(row);
    const { number } = row;
    return h(Reply, {
      key: number,
      row: likes === row.likes ? row : { ...row, likes },
      isLiked: isLiked(number),
      isMine: row.author_id === mine?.user_id,
      isReported: flags.has(number),
      isNew: isNew(row),
      isMarked: marked === number,
      isAnswerBegun: has("thread", number),
      isEditBegun: has("edit", number),
      withheld: withheld.get(number),
      caseHere: cases.get(number),
      rights,
      on,
    });
  };
  const start = parts.tree.findIndex(({ row }) => isNew(row));
  return h(
    "section",
    { ref: root, className: "replies", "aria-label": "Replies" },
    parts.tree.map((node, at) => h(Fragment, { key: node.row.number }, at === start && h(Line), turn(node, one, on))),
    !parts.isWhole && h("p", { className: "faint small rest" }, "More replies are coming…"),
    h("div", { className: "pill-place" }, count > 0 && h("button", { type: "button", className: "btn primary compact pill", onClick: () => meet(known + 1, go, on) }, `${count} new ↓`)),
    h("p", { className: "hushed", role: "status" }, words),
  );
}

const NONE = [];

const meet = (number, go, on) => {
  const element = document.getElementById(`reply-${number}`);
  if (element) go(element);
  else on.find(String(number));
};

const bare = (address) => address.split("#")[0];

/** A link to the very address one is at, which names a reply, leads there once more: the address does not change by it. */
const useLinksHere = (on) =>
  useEffect(() => {
    const onClick = (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || bare(link.href) !== bare(window.location.href)) return;
      const number = new URLSearchParams(link.search).get("reply");
      if (number) on.find(number);
    };
    window.addEventListener("click", onClick, { capture: true });
    return () => window.removeEventListener("click", onClick, { capture: true });
  }, [on]);

/** Goes where the address or the reader wants to, once that is drawn. */
const useGoal = ({ root, goal, go, setMarked, isWhole }) => {
  const done = useRef(0);
  const nonce = goal?.nonce ?? 0;
  useLayoutEffect(() => {
    if (!nonce || done.current === nonce) return undefined;
    const element = goal.number ? document.getElementById(`reply-${goal.number}`) : null;
    if (goal.number && !element) return undefined;
    done.current = nonce;
    const line = goal.spot === "unread" ? document.getElementById("since") : null;
    const isEnd = goal.spot === "latest" && isWhole && drawn(root.current).at(-1) === element;
    if (isEnd) go("bottom");
    else if (goal.spot === "own") element.scrollIntoView({ block: "nearest" });
    else if (element) go(line && line.nextElementSibling?.contains(element) ? line : element);
    if (isEnd || goal.spot === "unread" || goal.spot === "own" || !element) return undefined;
    setMarked(goal.number);
    const timer = setTimeout(() => setMarked(0), MARKED);
    return () => clearTimeout(timer);
  });
};

/** What one has just posted comes into view; who has answered a reply goes on from there. */
const useOwn = (rows, myId) => {
  const before = useRef(null);
  const latest = rows.reduce((most, row) => (row.author_id === myId && row.number > most ? row.number : most), 0);
  useLayoutEffect(() => {
    if (!myId || !rows.length) return;
    const was = before.current;
    before.current = Math.max(latest, was ?? 0);
    const element = was !== null && latest > was && document.activeElement?.closest?.(".answer") && document.getElementById(`reply-${latest}`);
    if (!element) return;
    element.scrollIntoView({ block: "nearest" });
    if (rows.find((row) => row.number === latest).depth > 0) element.focus({ preventScroll: true });
  }, [latest, myId, rows.length]);
};

/** Who is writing, without oneself. */
export function Writing({ people, myId }) {
  const others = (people ?? []).filter((person) => person.user_id !== myId).map((person) => person.name.split(" ")[0]);
  const who = others.length > 2 ? "Several people are" : others.length === 2 ? `${others.join(" and ")} are` : others.length ? `${others[0]} is` : "";
  return h("p", { className: "writing", "aria-live": "off" }, who && `${who} writing…`);
}
