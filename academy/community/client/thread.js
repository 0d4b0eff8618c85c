// The replies of a thread: a window of pages that all readers share, drawn so that nobody is moved by what arrives.
import { createElement as h, Fragment, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Reply } from "./reply.js";
import { drawn, usePlace, useMore, useReading } from "./place.js";

const PAGE = 20;
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

/** Likes that are on their way show at once. */
const useLikes = (liked, onLike) => {
  const [wanted, setWanted] = useState({});
  const given = useMemo(() => new Set(liked), [liked]);
  useEffect(() => setWanted({}), [liked]);
  const like = useCallback((number, isOn) => {
    setWanted((before) => ({ ...before, [number]: isOn }));
    onLike(number, isOn);
  }, [onLike]);
  const isLiked = (number) => wanted[number] ?? given.has(number);
  const likesOf = ({ number, likes }) => likes + Number(isLiked(number)) - Number(given.has(number));
  return [isLiked, like, likesOf];
};

/** How many replies have come that this reader has not come upon, and words for it once they have stopped coming. */
const useArrivals = (last, myId, rows) => {
  const [known, setKnown] = useState(last);
  const [words, say] = useState("");
  const fresh = rows.filter((row) => row.number > known && row.author_id === myId).length;
  const count = Math.max(0, last - known - fresh);
  useEffect(() => {
    if (!count) return undefined;
    const timer = setTimeout(() => say(plural(count, "new reply", "new replies")), SETTLED);
    return () => clearTimeout(timer);
  }, [count]);
  return [count, known, setKnown, words];
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
      const keys = { j: () => step(1), k: () => step(-1), "?": on.help, n: () => on.find("unread"), ...myWork(here) };
      if (here === document.activeElement && here) Object.assign(keys, { ArrowDown: keys.j, ArrowUp: keys.k });
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

function Fold({ row, branch, on }) {
  const left = branch ? branch.more : row.folded;
  const noun = row.depth === 0 ? ["more reply", "more replies"] : ["deeper reply", "deeper replies"];
  const size = branch ? branch.rows.length : 0;
  const open = (start, more) => on.branch(row.number, start, size + more);
  return left > 0 && h("button", { type: "button", className: "fold", onClick: () => open(branch?.start ?? 0, 50) }, plural(left, ...noun));
}

const Earlier = ({ row, branch, on }) =>
  branch?.earlier > 0 &&
  h("button", { type: "button", className: "fold", onClick: () => on.branch(row.number, branch.earlier, branch.rows.length + 50) }, "Earlier replies");

export function Replies({ slots, branches, mine, end, held, reported, newFrom, newUntil, goal, onLike, onReply, onQuote, onEdit, onRemove, onBest, onHistory, onBranch, onMore, onRead, onFind, onReport, onWithdraw, onHelp }) {
  const root = useRef(null);
  const [marked, setMarked] = useState(0);
  const pages = useMemo(() => slots.filter((slot) => slot?.page >= 0).sort((a, b) => a.page - b.page), [slots]);
  const tree = useMemo(() => treeOf(pages, branches ?? []), [pages, branches]);
  const rows = useMemo(() => [...pages, ...(branches ?? [])].flatMap((part) => part.rows), [pages, branches]);
  const mineHeld = useMemo(() => new Map((held ?? []).map((one) => [one.number, one])), [held]);
  const flagged = useMemo(() => new Set((reported ?? []).map((flag) => flag.number)), [reported]);
  const [first, last] = [pages[0]?.page ?? 0, pages.at(-1)?.page ?? 0];
  const isWhole = last >= Math.ceil((end?.top_count ?? 0) / PAGE) - 1;
  const handlers = useStable({ like: onLike, reply: onReply, quote: onQuote, edit: onEdit, remove: onRemove, best: onBest, history: onHistory, branch: onBranch, more: onMore, read: onRead, find: onFind, report: onReport, withdraw: onWithdraw, help: onHelp });
  const [isLiked, like, likesOf] = useLikes(mine?.liked ?? NONE, handlers.like);
  const on = useMemo(() => ({ ...handlers, like }), [handlers, like]);
  const rights = useMemo(
    () => ({ replies: Boolean(mine?.may_reply), writes: Boolean(mine && !mine.suspended), likes: Boolean(mine && !mine.suspended), chooses: Boolean(mine?.may_choose) }),
    [mine?.may_reply, mine?.suspended, mine?.may_choose],
  );
  const [count, known, setKnown, words] = useArrivals(end?.last_number ?? 0, mine?.user_id, rows);
  const read = useReading({ readUntil: mine?.read_until, last: end?.last_number ?? 0, onRead: on.read });
  const more = useMore({ root, first, last, hasBefore: first > 0, hasAfter: !isWhole, onMore: on.more });
  const lastNumber = end?.last_number ?? 0;
  const onSeen = useCallback((numbers, isAtEnd) => {
    read(numbers, isAtEnd);
    more();
    setKnown((before) => (isAtEnd ? Math.max(before, lastNumber) : numbers.includes(before + 1) ? Math.max(before, ...numbers) : before));
  }, [read, more, setKnown, lastNumber]);
  const go = usePlace({ root, isWhole, onSeen });
  useGoal(goal, go, setMarked);
  useOwn(rows, mine?.user_id, go);
  const work = useCallback((here) => ({ r: () => (here ? press(here, "reply") : on.reply(0, "")), q: () => press(here, "quote"), l: () => press(here, "like") }), [on]);
  useKeys(root, on, work);

  const one = (row) => {
    const isMine = row.author_id === mine?.user_id;
    const likes = likesOf(row);
    const seen = likes === row.likes ? row : { ...row, likes };
    return h(Reply, { key: row.number, row: seen, isLiked: isLiked(row.number), isMine, isReported: flagged.has(row.number), isNew: isNew(row), isMarked: marked === row.number, held: mineHeld.get(row.number), rights, on });
  };
  const isNew = (row) => newFrom >= 0 && row.number > newFrom && row.number <= newUntil && row.author_id !== mine?.user_id && !row.gone;
  const below = (node) => h(Fragment, { key: `below-${node.row.number}` }, h(Earlier, { ...node, on }), node.deeper.map((child) => h("div", { key: child.row.number, className: "deeper" }, one(child.row), below(child))), h(Fold, { ...node, on }));
  const start = tree.findIndex(({ row }) => isNew(row));
  return h(
    "section",
    { ref: root, className: "replies", "aria-label": "Replies" },
    tree.map((node, at) =>
      h(
        Fragment,
        { key: node.row.number },
        at === start && h(Line),
        h(
          "article",
          { className: "turn" },
          one(node.row),
          (node.children.length > 0 || node.row.folded > 0) &&
            h("div", { className: "below" }, node.children.map((child) => h("div", { key: child.row.number }, one(child.row), below(child))), below(node)),
        ),
      ),
    ),
    !isWhole && h("p", { className: "faint small rest" }, "More replies are coming…"),
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

/** Goes where the address or the reader wants to, once that is drawn. */
const useGoal = (goal, go, setMarked) => {
  const done = useRef(0);
  const nonce = goal?.nonce ?? 0;
  useLayoutEffect(() => {
    if (!nonce || done.current === nonce) return undefined;
    const element = goal.number ? document.getElementById(`reply-${goal.number}`) : null;
    if (goal.number && !element) return undefined;
    done.current = nonce;
    const line = goal.spot === "unread" ? document.getElementById("since") : null;
    if (goal.spot === "latest") go("bottom");
    else if (goal.spot === "own") element.scrollIntoView({ block: "nearest" });
    else if (element) go(line && line.nextElementSibling?.contains(element) ? line : element);
    if (goal.spot || !element) return undefined;
    setMarked(goal.number);
    const timer = setTimeout(() => setMarked(0), MARKED);
    return () => clearTimeout(timer);
  });
};

/** What one has just posted comes into view. */
const useOwn = (rows, myId, go) => {
  const before = useRef(null);
  const latest = rows.reduce((most, row) => (row.author_id === myId && row.number > most ? row.number : most), 0);
  useLayoutEffect(() => {
    if (!myId || !rows.length) return;
    const was = before.current;
    before.current = Math.max(latest, was ?? 0);
    const element = was !== null && latest > was && document.activeElement?.closest?.(".answer") && document.getElementById(`reply-${latest}`);
    if (element) element.scrollIntoView({ block: "nearest" });
  }, [latest, myId, rows.length, go]);
};

/** Who is writing, without oneself. */
export function Writing({ people, myId }) {
  const others = (people ?? []).filter((person) => person.user_id !== myId).map((person) => person.name.split(" ")[0]);
  const who = others.length > 2 ? "Several people are" : others.length === 2 ? `${others.join(" and ")} are` : others.length ? `${others[0]} is` : "";
  return h("p", { className: "writing", "aria-live": "off" }, who && `${who} writing…`);
}
