// Where people write: Markdown with a toolbar and a preview, kept while they type, sent once though the connection be lost.
import { createElement as h, Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { addresses, preview } from "./asking.js";
import { useDraft } from "./drafting.js";
import { append, continueList, replace } from "./editing.js";
import { Field } from "./field.js";
import { useMentions } from "./mentioning.js";
import { Notes, Standing } from "./notes.js";
import { LONGEST, useConnected, useSending } from "./sending.js";
import { actOn, Toolbar } from "./toolbar.js";
import { ACCEPTED, imagesIn, useNoLeaving, useUploads } from "./uploading.js";

const NEARLY = 18_000;
const QUOTE = "academy:quote";

let isLeft = false;

/** A composer that comes in the place of one that had the focus has it. */
const useFocus = (field, isFocused) => {
  useLayoutEffect(() => {
    const area = field.area.current;
    area.toggleAttribute("autofocus", Boolean(isFocused));
    if (isFocused) area.setSelectionRange(area.value.length, area.value.length);
    if (isFocused || isLeft) area.focus({ preventScroll: true });
    return () => {
      isLeft = Boolean(field.form.current?.contains(document.activeElement));
      setTimeout(() => (isLeft = false));
    };
  }, []);
};

/** The text as it will stand, or null while one writes: `[shown, look, hide]`. */
const usePreview = (area, setProblem) => {
  const [shown, setShown] = useState(null);
  const hide = () => setShown(null);
  const look = async () => {
    if (shown !== null) {
      hide();
      setTimeout(() => area.current?.focus());
      return;
    }
    try {
      setShown((await preview(area.current.value)).html);
      setProblem("");
    } catch (wrong) {
      setProblem(Object.values(wrong.problems ?? {})[0] ?? "The preview needs a connection. What you wrote is kept.");
    }
  };
  return [shown, look, hide];
};

/** What is edited may be changed elsewhere meanwhile: who has not written sees it at once, who has chooses. */
const useOriginal = (field, initial, way, isSent) => {
  const [, draw] = useState(0);
  const rebase = (isTaken) => {
    field.start = initial;
    if (isTaken) field.clear();
    draw((count) => count + 1);
  };
  const choose = (isTaken) => {
    rebase(isTaken);
    way.current.typed();
  };
  const isChanged = Boolean(initial) && initial !== field.start && !isSent;
  useEffect(() => {
    if (isChanged && !field.isWritten) rebase(true);
  }, [initial, isChanged]);
  return [isChanged && field.isWritten, choose];
};

/** Other parts of the page put words into what one writes. */
const useQuotes = (spot, area, hide) => {
  useEffect(() => {
    const take = ({ detail }) => {
      if (detail.spot !== spot) return;
      hide();
      append(area.current, detail.text);
      area.current.scrollIntoView({ block: "nearest" });
    };
    window.addEventListener(QUOTE, take);
    return () => window.removeEventListener(QUOTE, take);
  }, [spot]);
};

/** What the textarea does with keys, and with what is pasted or dropped. */
const handlersOf = (area, mentions, uploads, send) => ({
  onKeyDown: (event) => {
    if (mentions.onKeyDown(event)) return;
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (isCommand && event.key === "Enter") send(event);
    else if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing && continueList(area.current)) event.preventDefault();
    else if (isCommand && !event.shiftKey && actOn(event.key, area.current)) {
      event.preventDefault();
      event.stopPropagation();
    }
  },
  onPaste: (event) => {
    const files = imagesIn(event.clipboardData);
    const pasted = event.clipboardData.getData("text/plain");
    const { selectionStart: from, selectionEnd: until, value } = event.target;
    if (files.length) uploads.take(files);
    else if (from !== until && /^https?:\/\/\S+$/.test(pasted)) replace(area.current, from, until, `[${value.slice(from, until)}](${pasted})`);
    else return;
    event.preventDefault();
  },
  onBlur: mentions.close,
});

/** The parts of one composer, joined. */
const useComposer = ({ spot, owner, drafts, place, thread, extra, initial, isFocused, closed, onSend }) => {
  const [text, setText] = useState(initial ?? "");
  const [field] = useState(() => new Field(initial ?? "", setText));
  const [problem, setProblem] = useState("");
  const { area } = field;
  const here = useMemo(() => (thread ? { thread } : { place: place ?? "" }), [thread, place]);
  const [post, way] = [useRef(null), useRef(null)];
  const isConnected = useConnected();
  const mentions = useMentions(area, here);
  const uploads = useUploads(area, here, setProblem);
  const sending = useSending({ owner, spot, field, post, onSend, extra, way, setProblem, isConnected });
  const found = (kept) => {
    sending.hold(kept.outbox ?? null);
    setProblem(kept.problem ?? "");
  };
  const draft = useDraft({ owner, spot, drafts, here, field, post, found });
  way.current = draft.way;
  const [shown, look, hide] = usePreview(area, setProblem);
  const [isChanged, choose] = useOriginal(field, initial, way, Boolean(sending.outbox));
  useQuotes(spot, area, hide);
  useFocus(field, isFocused);
  useNoLeaving();
  const send = (event) => {
    event?.preventDefault();
    sending.send({ closed, isUploading: uploads.running.length > 0 });
    if (post.current) hide();
  };
  const typed = () => {
    if (field.isFilling) return;
    setText(area.current.value);
    setProblem("");
    way.current.typed();
  };
  return { area, field, text, problem, isConnected, mentions, uploads, sending, draft, shown, look, isChanged, choose, send, typed };
};

const Area = ({ parts, id, label, placeholder }) => {
  const { area, field, problem, mentions, uploads, sending, shown, send, typed } = parts;
  return h("textarea", {
    ref: area,
    id,
    name: "content",
    "aria-label": label,
    placeholder,
    rows: 3,
    defaultValue: field.start,
    readOnly: Boolean(sending.outbox),
    hidden: shown !== null,
    "aria-invalid": problem ? "true" : undefined,
    "aria-describedby": `${id}-problem`,
    onInput: () => { typed(); mentions.look(); },
    ...handlersOf(area, mentions, uploads, send),
    ...mentions.props,
  });
};

const Left = ({ text }) => {
  const left = LONGEST - text.length;
  if (left >= LONGEST - NEARLY) return null;
  return h("span", { className: left < 0 ? "composer-left over" : "composer-left" }, left < 0 ? `${-left} too many` : `${left.toLocaleString("en")} left`);
};

const Foot = ({ parts, isWritten, words, closed, onCancel, onImage }) => {
  const { area, text, sending, draft, uploads, shown, look } = parts;
  const { isSent, outbox, discard } = sending;
  const isHeld = isSent || outbox || closed || uploads.running.length > 0;
  return h(
    "div",
    { className: "composer-foot" },
    shown === null && h(Toolbar, { area, onImage }),
    h("button", { type: "button", className: "btn quiet compact", "aria-pressed": shown !== null, onClick: look }, shown === null ? "Preview" : "Write on"),
    h(Standing, { state: draft.state, isWritten, uploads, onDiscard: discard }),
    h(Left, { text }),
    onCancel && h("button", { type: "button", className: "btn quiet compact", onClick: onCancel }, "Cancel"),
    h("button", { type: "submit", className: "btn primary compact", "aria-keyshortcuts": "Control+Enter Meta+Enter", "aria-busy": isSent || undefined, "aria-disabled": isHeld ? true : undefined, "data-pending": isSent || undefined },
      h("span", { className: "label" }, words), isSent && h("span", { className: "spinner", "aria-hidden": true })),
  );
};

/** What can be dropped or chosen, for the form around the text. */
const filesOf = (uploads) => ({
  onDrop: (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    uploads.take([...event.dataTransfer.files]);
  },
  onChoose: (event) => {
    uploads.take([...event.target.files]);
    event.target.value = "";
  },
});

export function Composer({ addresses: given, children, label, placeholder, words, onCancel, ...about }) {
  Object.assign(addresses, given);
  const parts = useComposer(about);
  const chooser = useRef(null);
  const { area, field, problem, isConnected, uploads, sending, draft, shown, isChanged, choose, send, typed } = parts;
  const { newer, unmarked } = draft;
  const { spot, closed } = about;
  const id = `composer-${spot}`;
  const isWritten = field.isWritten || Boolean(sending.outbox);
  const isShut = Boolean(closed) && !isWritten;
  const { onDrop, onChoose } = filesOf(uploads);
  const onInput = (event) => event.target !== area.current && event.target.type !== "file" && typed();
  return h(
    Fragment,
    null,
    isShut && h("p", { className: "muted", role: "status" }, closed),
    h(
      "form",
      { ref: field.form, className: "composer", hidden: isShut, onSubmit: send, noValidate: true, onDrop, onInput },
      children,
      h(Notes, { way: draft.way, closed, isWritten, sending, isConnected, newer, isChanged, choose, unmarked }),
      h(
        "div",
        { className: "composer-box", "data-away": shown !== null || undefined },
        h(Area, { parts, id, label, placeholder }),
        shown !== null && h("div", { className: "written composer-preview", role: "region", "aria-label": "Preview", dangerouslySetInnerHTML: { __html: shown } }),
        parts.mentions.list,
        h(Foot, { parts, isWritten, words, closed, onCancel, onImage: () => chooser.current.click() }),
      ),
      h("input", { ref: chooser, type: "file", accept: ACCEPTED, multiple: true, hidden: true, tabIndex: -1, "aria-hidden": true, onChange: onChoose }),
      h("p", { id: `${id}-problem`, className: "problem", role: "alert" }, problem),
    ),
  );
}
