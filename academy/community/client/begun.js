// What somebody has begun in a thread and left: what waits goes out with the connection, and drafts are gone on with.
import { createElement as h, useEffect, useRef } from "react";
import { addresses, draftAt, saveDraft } from "./asking.js";
import { giveUp, isFlying, keep, launch, recall, useBegun } from "./keeping.js";
import { button } from "./notes.js";
import { useConnected } from "./sending.js";

const wordsOf = ({ kind, number }) => {
  if (kind === "edit") return number ? `Your change of reply ${number}` : "Your change of the thread";
  return number ? `Your answer to reply ${number}` : "Your reply to the thread";
};

function Line({ owner, one, isConnected, open, emit }) {
  const isWaiting = one.state === "waiting";
  const discard = async () => {
    const kept = recall(owner, one.spot);
    const draft = kept.fields ? null : await draftAt(one.spot).catch(() => null);
    giveUp(owner, one.spot);
    const onAction = () => (draft ? saveDraft(draft, () => 0) : keep(owner, one.spot, { ...kept, isDirty: true }));
    window.academyToast?.({ message: "Discarded what you had written.", action: "Undo", onAction });
  };
  const go = () => {
    if (isWaiting) keep(owner, one.spot, { ...recall(owner, one.spot), outbox: null, isDirty: true });
    open(one);
  };
  const state = isWaiting ? (isConnected ? "not sent yet: no answer came" : "will be sent when you are back") : one.problem ? `not sent. ${one.problem}` : "a draft";
  return h(
    "li",
    { className: isWaiting || one.problem ? "composer-note warn" : "composer-note" },
    h("span", null, `${wordsOf(one)}: ${state}`),
    isWaiting && isConnected && button("Send now", () => emit(one), ""),
    button(isWaiting ? "Edit" : "Go on", go),
    button("Discard", discard),
  );
}

export function Begun({ owner, thread, drafts, addresses: given, onPost, onSave, onSaveThread, onReply, onEdit, onEditThread }) {
  Object.assign(addresses, given);
  const begun = useBegun(owner, thread, drafts);
  const isConnected = useConnected();
  const tried = useRef(new Set());
  const emit = ({ spot, kind, number }) => {
    const { outbox } = recall(owner, spot);
    if (!outbox || isFlying(outbox.key)) return;
    tried.current.add(outbox.key);
    launch(outbox.key);
    const send = kind === "thread" ? onPost : number ? onSave : onSaveThread;
    send(outbox.payload);
  };
  const open = ({ kind, number }) => {
    if (kind === "thread") onReply(number, "");
    else if (number) onEdit(number);
    else onEditThread(true);
  };
  useEffect(() => {
    if (!isConnected) tried.current.clear();
    else begun.filter(({ spot, state }) => state === "waiting" && !tried.current.has(recall(owner, spot).outbox?.key)).forEach(emit);
  }, [begun, isConnected]);
  if (!begun.length) return null;
  return h("ul", { className: "begun", "aria-label": "Begun here" }, begun.map((one) => h(Line, { key: one.spot, owner, one, isConnected, open, emit })));
}
