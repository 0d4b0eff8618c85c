// A form that cannot be sent twice, and the button that shows it is being sent.
import { createContext, createElement as h, useContext, useEffect, useRef, useState } from "react";
import { StateStoreContext } from "$/utils/context-registry";

// A form whose handler changes nothing that the browser sees is free again after this long.
const PATIENCE = 8000;

const Pending = createContext(false);

// True from the moment the form is sent until the state that handles it answers.
const useSent = (watches) => {
  const store = useContext(StateStoreContext);
  const [isSent, setSent] = useState(false);
  useEffect(() => {
    if (!isSent) return undefined;
    const free = () => setSent(false);
    const timer = setTimeout(free, PATIENCE);
    const stop = watches ? store.subscribe(watches, free) : undefined;
    return () => {
      clearTimeout(timer);
      stop?.();
    };
  }, [isSent, watches, store]);
  return [isSent, setSent];
};

/** The form element: ignores what is sent while the last one is on its way. */
export function Form({ onSubmit, pending, watches, children, ...props }) {
  const [isSent, setSent] = useSent(watches);
  const lock = useRef(false);
  lock.current = isSent || Boolean(pending);
  const submit = (event) => {
    if (lock.current) {
      event.preventDefault();
      return;
    }
    lock.current = true;
    setSent(true);
    onSubmit?.(event);
  };
  return h(Pending.Provider, { value: isSent || Boolean(pending) }, h("form", { ...props, onSubmit: submit }, children));
}

/** The one primary action of a form. */
export function SubmitButton({ pending, disabled, className, children, ...props }) {
  const isPending = useContext(Pending) || Boolean(pending);
  return h(
    "button",
    { type: "submit", ...props, className, disabled: disabled || isPending, "aria-busy": isPending || undefined, "data-pending": isPending || undefined },
    h("span", { className: "label" }, children),
    isPending && h("span", { className: "spinner", "aria-hidden": true }),
  );
}

/** Moves the eye to the first field that has an error when one appears. */
export function ErrorFocus({ fields }) {
  const before = useRef("");
  const joined = (fields ?? []).join(" ");
  useEffect(() => {
    if (joined && joined !== before.current) document.getElementById(`field-${joined.split(" ")[0]}`)?.focus();
    before.current = joined;
  }, [joined]);
  return null;
}
