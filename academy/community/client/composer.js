// Where people write: Markdown with a toolbar and a preview, kept while they type, sent once though the connection be lost.
import { createElement as h, useContext, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { EventLoopContext } from "$/utils/context-registry";
import { append, code, continueList, link, prefix, replace, surround } from "./editing.js";
import { addresses, discard, draftAt, keep, newKey, preview, recall, Saver } from "./keeping.js";
import { useMentions } from "./mentioning.js";
import { ACCEPTED, imagesIn, upload, withoutPlaceholders } from "./uploading.js";

const LONGEST = 20_000;
const NEARLY = 18_000;
const PATIENCE = 20_000;
const WRITTEN = "academy:written";
const QUOTE = "academy:quote";

const drawn = (d) =>
  h("svg", { width: 18, height: 18, viewBox: "0 0 20 20", fill: "none", stroke: "currentColor", strokeWidth: 1.6, strokeLinecap: "round", strokeLinejoin: "round", "aria-hidden": true }, h("path", { d }));

const TOOLS = [
  ["Bold", "b", "M6 4h4.5a3 3 0 0 1 0 6H6zM6 10h5.500a3 3 0 0 1 0 6H6z", (area) => surround(area, "**", "bold")],
  ["Italic", "i", "M9 4h6M5 16h6M12 4 8 16", (area) => surround(area, "*", "italic")],
  ["Code", "e", "m7 6-4 4 4 4M13 6l4 4-4 4", code],
  ["Link", "k", "M8.500 11.500a3 3 0 0 0 4.300 0l3-3a3 3 0 0 0-4.300-4.300l-1 1M11.500 8.500a3 3 0 0 0-4.300 0l-3 3a3 3 0 0 0 4.300 4.300l1-1", link],
  ["List", "", "M7.500 5h9M7.500 10h9M7.500 15h9M3.500 5h.1M3.500 10h.1M3.500 15h.1", (area) => prefix(area, "- ")],
  ["Quote", "", "M4 5v10M8 6h8M8 10h8M8 14h5", (area) => prefix(area, "> ")],
];
const IMAGE = "M3 4h14v12H3zM3 13l4-4 4 4 2.500-2.500L17 14M13 7.500h.1";

const onLine = (listener) => {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
};

const useConnected = () => {
  const [, errors] = useContext(EventLoopContext) ?? [null, []];
  const isOnline = useSyncExternalStore(onLine, () => navigator.onLine, () => true);
  return isOnline && errors.length === 0;
};

/** What stands in the named controls above the text, by name. */
const fieldsOf = (form) => {
  const found = {};
  for (const control of form?.elements ?? []) {
    if (!control.name || control.name === "content" || control.type === "file") continue;
    if (control.type === "checkbox") found[control.name] = control.checked;
    else if (control.type !== "radio" || control.checked) found[control.name] = control.value;
  }
  return found;
};

const fillFields = (form, fields) => {
  for (const [name, value] of Object.entries(fields)) {
    const control = form.elements[name];
    if (value == null || !control?.tagName || control.value === value || control.type === "checkbox") continue;
    if (!value && control.tagName === "SELECT") continue;
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), "value").set.call(control, value);
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
};

const split = (tags) => (tags ?? "").split(",").map((tag) => tag.trim()).filter(Boolean);

/** Moves the focus within the toolbar by arrow keys; one button of it is in the order of Tab. */
const onToolbarKey = (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
  buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
  next.focus();
  event.preventDefault();
};

export function Composer({ spot, owner, drafts, place, thread, extra, initial, label, placeholder, words, isFocused, onSend, onCancel, children, addresses: given }) {
  Object.assign(addresses, given);
  const start = initial ?? "";
  const area = useRef(null);
  const form = useRef(null);
  const chooser = useRef(null);
  const hand = useRef({ typed: false, filled: false });
  const [text, setText] = useState(start);
  const [state, setState] = useState("");
  const [newer, setNewer] = useState(null);
  const [unmarked, setUnmarked] = useState([]);
  const [problem, setProblem] = useState("");
  const [uploads, setUploads] = useState({ count: 0, last: null });
  const [shown, setShown] = useState(null);
  const [outbox, setOutbox] = useState(null);
  const [isSent, setSent] = useState(false);
  const isConnected = useConnected();
  const here = useMemo(() => (thread ? { thread } : { place: place ?? "" }), [thread, place]);
  const mentions = useMentions(area, here);
  const now = useRef({});
  now.current = { outbox, isConnected, onSend, isSent };

  const keepHere = (more = {}) => {
    const typed = withoutPlaceholders(area.current.value);
    const kept = { text: typed === start ? "" : typed, fields: fieldsOf(form.current), base: saver.base, outbox: now.current.outbox, ...more };
    if (owner) keep(owner, spot, kept);
  };
  const said = (what, told) => {
    setState(what);
    if (what === "newer") setNewer(told.newer);
    if (what === "saved") {
      setUnmarked(told.unmarked ?? []);
      keepHere();
    }
  };
  const what = () => {
    if (!area.current || now.current.isSent || now.current.outbox) return null;
    const typed = withoutPlaceholders(area.current.value);
    const fields = fieldsOf(form.current);
    const content = typed === start ? "" : typed;
    return { ...here, spot, content, title: fields.title ?? "", category: fields.category ?? "", tags: split(fields.tags) };
  };
  const saver = useMemo(() => new Saver(() => hand.current.what(), (...told) => hand.current.said(...told)), [owner, spot]);
  Object.assign(hand.current, { what, said });

  const fill = (value, fields) => {
    area.current.value = value;
    setText(value);
    if (fields) fillFields(form.current, fields);
  };
  const takeOver = (draft) => {
    saver.base = draft.version;
    saver.last = `${draft.content}\n${draft.title}`;
    fill(draft.content || start, { title: draft.title, category: draft.category, tags: draft.tags.join(", ") });
    setNewer(null);
    setState("saved");
    keepHere();
  };
  /** What this browser has and what the server has become one; if both were written apart, the person chooses. */
  const meet = (draft) => {
    const mine = area.current.value === start ? "" : area.current.value;
    if (!draft) {
      saver.base = 0;
      saver.last = null;
      if (mine) saver.soon();
    } else if (draft.content === mine) saver.base = draft.version;
    else if (!mine || !hand.current.typed) takeOver(draft);
    else if (draft.version === saver.base) saver.soon();
    else setNewer(draft);
  };

  // What was begun here, on this device or another.
  useEffect(() => {
    if (!owner) return undefined;
    const kept = recall(owner, spot);
    saver.base = kept.base ?? 0;
    if (kept.text && area.current.value === start) {
      fill(kept.text, kept.fields);
      hand.current.typed = true;
    }
    if (kept.outbox) setOutbox(kept.outbox);
    let isHere = true;
    draftAt(spot).then((draft) => isHere && !kept.outbox && meet(draft)).catch(() => {});
    if (isFocused) area.current.focus();
    const leave = () => document.hidden && saver.isDue && saver.now();
    document.addEventListener("visibilitychange", leave);
    return () => {
      isHere = false;
      document.removeEventListener("visibilitychange", leave);
      saver.stop();
    };
  }, [owner, spot]);

  // Another page has saved here, or sent or given up what was begun.
  const version = drafts?.[spot] ?? 0;
  const before = useRef(version);
  useEffect(() => {
    const was = before.current;
    before.current = version;
    if (!owner || version === was || version === saver.base || saver.isBusy || now.current.outbox) return;
    if (!version) setNewer(null);
    if (version) draftAt(spot).then((draft) => draft && draft.version > saver.base && meet(draft)).catch(() => {});
    else if (saver.base && !hand.current.typed) {
      saver.base = 0;
      fill(start);
      setState("");
    }
  }, [version]);

  const emit = (waiting) => {
    setSent(true);
    now.current.onSend?.(waiting.payload);
  };
  const done = (isGone) => {
    setOutbox(null);
    setSent(false);
    now.current.outbox = null;
    if (!isGone) return keepHere({ outbox: null });
    saver.stop();
    saver.base = 0;
    saver.last = null;
    hand.current.typed = false;
    fill(start);
    fillFields(form.current, { title: "", tags: "" });
    setState("");
    setUnmarked([]);
    setShown(null);
    if (owner) keep(owner, spot, {});
    return discard(spot);
  };

  // What waits is sent as soon as there is a connection; what the server has, it says.
  useEffect(() => {
    if (outbox && isConnected && !now.current.isSent) emit(outbox);
  }, [outbox, isConnected]);
  useEffect(() => {
    if (!isSent) return undefined;
    const timer = setTimeout(() => setSent(false), PATIENCE);
    return () => clearTimeout(timer);
  }, [isSent]);
  useEffect(() => {
    const hear = ({ detail }) => {
      if (detail.key !== now.current.outbox?.key) return;
      const problems = detail.problems ?? {};
      const wrong = Object.keys(problems);
      setProblem(wrong.filter((name) => name === "content" || !form.current.elements[name]).map((name) => problems[name]).join(" "));
      done(!wrong.length);
      if (wrong.length) (form.current.elements[wrong[0]]?.focus ? form.current.elements[wrong[0]] : area.current).focus();
    };
    const take = ({ detail }) => {
      if (detail.spot !== spot) return;
      setShown(null);
      append(area.current, detail.text);
      area.current.scrollIntoView({ block: "nearest" });
    };
    window.addEventListener(WRITTEN, hear);
    window.addEventListener(QUOTE, take);
    return () => {
      window.removeEventListener(WRITTEN, hear);
      window.removeEventListener(QUOTE, take);
    };
  });

  const typed = () => {
    hand.current.typed = true;
    setText(area.current.value);
    setProblem("");
    if (state === "saved") setState("");
    keepHere();
    saver.soon();
  };
  const send = (event) => {
    event?.preventDefault();
    const content = area.current.value;
    if (isSent || outbox || uploads.count) return;
    if (!content.trim()) {
      setProblem("Please write something first.");
      area.current.focus();
      return;
    }
    if (content.length > LONGEST) {
      setProblem(`This has ${content.length.toLocaleString("en")} characters; ${LONGEST.toLocaleString("en")} are taken. Please shorten it or send it in parts.`);
      return;
    }
    saver.stop();
    setProblem("");
    const key = newKey();
    const waiting = { key, at: Date.now(), payload: { ...fieldsOf(form.current), ...extra, content, client_key: key } };
    now.current.outbox = waiting;
    setOutbox(waiting);
    keepHere({ outbox: waiting });
  };
  const takeFiles = (files) =>
    upload(area.current, files, here, (by, last) => setUploads(({ count }) => ({ count: count + by, last })), setProblem);
  const onKeyDown = (event) => {
    if (mentions.onKeyDown(event)) return;
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (isCommand && event.key === "Enter") send(event);
    else if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing && continueList(area.current)) event.preventDefault();
    else if (isCommand && !event.shiftKey) {
      const tool = TOOLS.find(([, key]) => key && key === event.key.toLowerCase());
      if (!tool) return;
      event.preventDefault();
      event.stopPropagation();
      tool[3](area.current);
    }
  };
  const onPaste = (event) => {
    const files = imagesIn(event.clipboardData);
    const pasted = event.clipboardData.getData("text/plain");
    const { selectionStart: from, selectionEnd: until, value } = event.target;
    if (files.length) takeFiles(files);
    else if (from !== until && /^https?:\/\/\S+$/.test(pasted)) replace(area.current, from, until, `[${value.slice(from, until)}](${pasted})`);
    else return;
    event.preventDefault();
  };
  const onDrop = (event) => {
    const files = imagesIn(event.dataTransfer);
    if (!files.length) return;
    event.preventDefault();
    takeFiles(files);
  };
  const look = async () => {
    if (shown !== null) {
      setShown(null);
      setTimeout(() => area.current.focus());
      return;
    }
    try {
      setShown((await preview(area.current.value)).html);
      setProblem("");
    } catch (wrong) {
      setProblem(Object.values(wrong.problems ?? {})[0] ?? "The preview needs a connection. What you wrote is kept.");
    }
  };
  const discardAll = () => {
    const gone = area.current.value;
    hand.current.typed = false;
    done(true);
    const onAction = () => {
      if (!area.current) return;
      fill(gone);
      typed();
    };
    window.academyToast?.({ message: "Discarded what you had written.", action: "Undo", onAction });
  };
  const letGo = () => {
    done(false);
    saver.soon();
  };

  const isWaiting = Boolean(outbox) && !isSent;
  const left = LONGEST - text.length;
  const id = `composer-${spot}`;
  const notes = [
    newer &&
      h("div", { key: "newer", className: "composer-note", role: "status" }, h("span", null, "A newer draft from another device"), [
        h("button", { key: "take", type: "button", className: "btn compact", onClick: () => takeOver(newer) }, "Use that one"),
        h("button", { key: "mine", type: "button", className: "btn quiet compact", onClick: () => { saver.base = newer.version; setNewer(null); saver.now(); } }, "Keep mine"),
      ]),
    isWaiting &&
      h("div", { key: "kept", className: "composer-note warn", role: "status" }, h("span", null, isConnected ? "Not sent yet: no answer came." : "Kept: will be sent when you are back."), [
        isConnected && h("button", { key: "again", type: "button", className: "btn compact", onClick: () => emit(outbox) }, "Send now"),
        h("button", { key: "edit", type: "button", className: "btn quiet compact", onClick: letGo }, "Edit"),
        h("button", { key: "discard", type: "button", className: "btn quiet compact", onClick: discardAll }, "Discard"),
      ]),
    unmarked.length > 0 && h("p", { key: "unmarked", className: "composer-note", role: "status" }, `${unmarked.join(", ")} cannot be mentioned here: the name will stand as plain words.`),
  ];
  const status = uploads.count
    ? `Uploading ${uploads.last?.name ?? ""} ${uploads.last?.percent ?? 0} %`
    : { saving: "Saving…", saved: text === start ? "" : "Draft saved", away: "Kept on this device", refused: "", newer: "" }[state] ?? "";
  const tool = ([name, key, d, act], index) =>
    h(
      "button",
      { key: name, type: "button", className: "tool", tabIndex: index ? -1 : 0, title: key ? `${name} (Ctrl ${key.toUpperCase()})` : name, "aria-label": name, "aria-keyshortcuts": key ? `Control+${key.toUpperCase()} Meta+${key.toUpperCase()}` : undefined, onClick: () => act(area.current) },
      drawn(d),
    );
  return h(
    "form",
    { ref: form, className: "composer", onSubmit: send, noValidate: true, onInput: (event) => event.target !== area.current && event.target.type !== "file" && typed() },
    children,
    notes,
    h(
      "div",
      { className: "composer-box", "data-away": shown !== null || undefined },
      h("textarea", {
        ref: area,
        id,
        name: "content",
        "aria-label": label,
        placeholder,
        rows: 3,
        defaultValue: start,
        readOnly: Boolean(outbox),
        hidden: shown !== null,
        "aria-invalid": problem ? "true" : undefined,
        "aria-describedby": `${id}-problem`,
        onInput: () => { typed(); mentions.look(); },
        onKeyDown,
        onPaste,
        onDrop,
        onDragOver: (event) => event.preventDefault(),
        onBlur: () => mentions.close(),
        ...mentions.props,
      }),
      shown !== null && h("div", { className: "written composer-preview", role: "region", "aria-label": "Preview", dangerouslySetInnerHTML: { __html: shown } }),
      mentions.list,
      h(
        "div",
        { className: "composer-foot" },
        shown === null &&
          h("div", { className: "composer-tools", role: "toolbar", "aria-label": "Formatting", onKeyDown: onToolbarKey }, TOOLS.map(tool),
            h("button", { type: "button", className: "tool", tabIndex: -1, title: "Image", "aria-label": "Image", onClick: () => chooser.current.click() }, drawn(IMAGE))),
        h("button", { type: "button", className: "btn quiet compact", "aria-pressed": shown !== null, onClick: look }, shown === null ? "Preview" : "Write on"),
        h("span", { className: "composer-state", role: "status" }, status),
        state === "saved" && text !== start && !uploads.count && h("button", { type: "button", className: "composer-discard", onClick: discardAll }, "Discard"),
        left < LONGEST - NEARLY && h("span", { className: left < 0 ? "composer-left over" : "composer-left" }, left < 0 ? `${-left} too many` : `${left.toLocaleString("en")} left`),
        onCancel && h("button", { type: "button", className: "btn quiet compact", onClick: () => { saver.now(); onCancel(); } }, "Cancel"),
        h("button", { type: "submit", className: "btn primary compact", "aria-keyshortcuts": "Control+Enter Meta+Enter", "aria-busy": isSent || undefined, "aria-disabled": isSent || isWaiting || uploads.count > 0 || undefined, "data-pending": isSent || undefined },
          h("span", { className: "label" }, words), isSent && h("span", { className: "spinner", "aria-hidden": true })),
      ),
    ),
    h("input", { ref: chooser, type: "file", accept: ACCEPTED, multiple: true, hidden: true, tabIndex: -1, "aria-hidden": true, onChange: (event) => { takeFiles([...event.target.files]); event.target.value = ""; } }),
    h("p", { id: `${id}-problem`, className: "problem", role: "alert" }, problem),
  );
}
