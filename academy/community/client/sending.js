// A post that was sent waits, under a key that makes it one post however often it goes out, until the server says it has it.
import { useEffect, useRef, useState } from "react";
import { useLine } from "$/public/external/academy/ui/client/frame.js";
import { giveUp, isFlying, launch, newKey, onWritten, PATIENCE } from "./keeping.js";

export const LONGEST = 20_000;

export const useConnected = () => {
  const { isOnline, isHeard } = useLine();
  return isOnline && isHeard;
};

/** Why this cannot be sent, in words; empty if it can. */
const problemOf = (content, { closed, isUploading }) => {
  if (closed) return closed;
  if (isUploading) return "An image is still on its way. Send once it is there, or cancel it.";
  if (!content.trim()) return "Please write something first.";
  const [has, most] = [content.length, LONGEST].map((count) => count.toLocaleString("en"));
  return content.length > LONGEST ? `This has ${has} characters; ${most} are taken. Please shorten it or send it in parts.` : "";
};

/** Says beside the fields what was wrong, and leads there. */
const complain = (problems, { form, area }, setProblem) => {
  const controls = form.current.elements;
  const names = Object.keys(problems);
  setProblem(names.filter((name) => name === "content" || !controls[name]).map((name) => problems[name]).join(" "));
  (controls[names[0]]?.focus ? controls[names[0]] : area.current).focus();
};

/** What waits, and its way to the server: `post` holds it for others to ask, `settled` hears what became of it. */
const useOutbox = ({ post, onSend, isConnected, settled }) => {
  const [outbox, setOutbox] = useState(null);
  const [isSent, setSent] = useState(false);
  const isNow = useRef(false);
  isNow.current = isSent;
  const hold = (waiting) => {
    post.current = waiting;
    setOutbox(waiting);
    setSent(Boolean(waiting) && isFlying(waiting.key));
  };
  const emit = (waiting) => {
    launch(waiting.key);
    setSent(true);
    onSend?.(waiting.payload);
  };
  // What waits is sent as soon as there is a connection.
  useEffect(() => {
    if (outbox && isConnected && !isNow.current) emit(outbox);
  }, [outbox, isConnected]);
  useEffect(() => {
    if (!isSent) return undefined;
    const timer = setTimeout(() => setSent(false), PATIENCE);
    return () => clearTimeout(timer);
  }, [isSent]);
  useEffect(() =>
    onWritten((key, problems) => {
      if (key !== post.current?.key) return;
      hold(null);
      settled(problems);
    }),
  );
  return { outbox, isSent, hold, emit };
};

/** `{ outbox, isSent, hold, emit, letGo, send, discard }` for what is written in a field. */
export const useSending = ({ owner, spot, field, post, onSend, extra, way, setProblem, isConnected }) => {
  const settled = (problems) => {
    if (!Object.keys(problems).length) way.current.forget();
    else {
      way.current.typed();
      complain(problems, field, setProblem);
    }
  };
  const { outbox, isSent, hold, emit } = useOutbox({ post, onSend, isConnected, settled });
  const letGo = () => {
    hold(null);
    way.current.typed();
  };
  const send = (about) => {
    if (post.current) return;
    const content = field.area.current.value;
    const problem = problemOf(content, about);
    setProblem(problem);
    if (problem) {
      field.area.current.focus();
      return;
    }
    way.current.saver.stop();
    const key = newKey();
    const based = field.start ? { before: field.start } : {};
    hold({ key, payload: { ...field.fields, ...extra, ...based, content, client_key: key } });
    way.current.keepHere();
  };
  const discard = () => {
    const gone = [field.area.current.value, field.fields];
    hold(null);
    way.current.forget();
    giveUp(owner, spot);
    const onAction = () => {
      if (!field.area.current) return;
      field.fill(...gone);
      way.current.typed();
    };
    window.academyToast?.({ message: "Discarded what you had written.", action: "Undo", onAction });
  };
  return { outbox, isSent, hold, emit, letGo, send, discard };
};
