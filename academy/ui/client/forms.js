// A form that cannot be sent twice, and the button that shows it is being sent.
import { createContext, createElement as h, useContext, useEffect, useRef, useState } from "react";
import { StateStoreContext } from "$/utils/context-registry";
import { isDelivering } from "$/public/external/academy/live/delivery/delivery.js";

// If the server never answers, a form is free again after this long; not while what was sent is still on its way.
const PATIENCE = 15000;

const Pending = createContext(false);

// True from the moment something is sent until the state that counts answers moves.
const useSent = (watches) => {
  const store = useContext(StateStoreContext);
  const [isSent, setSent] = useState(false);
  useEffect(() => {
    if (!isSent) return undefined;
    const free = () => setSent(false);
    const timer = setInterval(() => isDelivering() || free(), PATIENCE);
    const stop = watches ? store.subscribe(watches, free) : undefined;
    return () => {
      clearInterval(timer);
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

const Sending = ({ isSent, children }) => [
  h("span", { key: "label", className: "label" }, children),
  isSent && h("span", { key: "spinner", className: "spinner", "aria-hidden": true }),
];

/** A button outside a form that cannot be pressed again until the server has answered. */
export function ActionButton({ onClick, watches, disabled, className, children, ...props }) {
  const [isSent, setSent] = useSent(watches);
  const lock = useRef(false);
  lock.current = isSent;
  const press = (event) => {
    if (lock.current) return;
    lock.current = true;
    setSent(true);
    onClick?.(event);
  };
  return h(
    "button",
    { ...props, className, onClick: press, disabled, "aria-busy": isSent || undefined, "aria-disabled": isSent || undefined, "data-pending": isSent || undefined },
    h(Sending, { isSent }, children),
  );
}

/** The one primary action of a form. */
export function SubmitButton({ pending, disabled, className, children, ...props }) {
  const isPending = useContext(Pending) || Boolean(pending);
  return h(
    "button",
    { type: "submit", ...props, className, disabled, "aria-disabled": isPending || undefined, "aria-busy": isPending || undefined, "data-pending": isPending || undefined },
    h(Sending, { isSent: isPending }, children),
  );
}
