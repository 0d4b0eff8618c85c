// Native dialog, menus, and short messages. Focus, Escape and announcements behave as people expect.
import { createElement as h, createContext, useContext, useEffect, useId, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";

const cross = h(
  "svg",
  { width: 18, height: 18, viewBox: "0 0 20 20", fill: "none", stroke: "currentColor", strokeWidth: 1.6, strokeLinecap: "round", "aria-hidden": true },
  h("path", { d: "m5 5 10 10M15 5 5 15" }),
);

const CloseDialog = createContext(() => {});

/** A modal dialog. Either `isOpen` says when it shows, or the trigger opens it. */
export function Dialog({ isOpen, onClose, title, trigger, className, children }) {
  const dialog = useRef(null);
  const heading = useId();
  const [isOpened, setOpened] = useState(false);
  const isShown = Boolean(isOpen) || isOpened;

  useEffect(() => {
    if (isShown && !dialog.current.open) dialog.current.showModal();
    if (!isShown && dialog.current.open) dialog.current.close();
  }, [isShown]);

  const closed = () => {
    setOpened(false);
    onClose?.();
  };
  const close = () => dialog.current.close();
  const backdrop = (event) => event.target === dialog.current && close();

  return h(
    CloseDialog.Provider,
    { value: close },
    trigger && h("span", { style: { display: "contents" }, onClick: () => setOpened(true) }, trigger),
    h(
      "dialog",
      { ref: dialog, className: `dialog ${className ?? ""}`.trim(), "aria-labelledby": heading, onClose: closed, onMouseDown: backdrop },
      isShown &&
        h(
          "div",
          { className: "inside" },
          h(
            "div",
            { className: "head" },
            h("h2", { id: heading }, title),
            h("button", { type: "button", className: "btn quiet square compact", "aria-label": "Close", onClick: close }, cross),
          ),
          children,
        ),
    ),
  );
}

/** A dialog that is open while the address has the parameter; closing takes it out, and the page stays where it is scrolled to. */
export function AddressDialog({ parameter, ...props }) {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const [isHere, setHere] = useState(false);
  useEffect(() => setHere(true), []);
  const onClose = () => {
    const rest = new URLSearchParams(window.location.search);
    if (!rest.has(parameter)) return;
    rest.delete(parameter);
    navigate({ pathname, search: rest.toString() }, { replace: true, preventScrollReset: true });
  };
  return h(Dialog, { ...props, isOpen: isHere && new URLSearchParams(search).has(parameter), onClose });
}

/** Whatever is inside closes the dialog around it when clicked, after its own handler ran. */
export function DialogClose({ children }) {
  const close = useContext(CloseDialog);
  return h("span", { style: { display: "contents" }, onClick: () => setTimeout(close) }, children);
}

const entries = (panel) => [...panel.querySelectorAll('[role="menuitem"]:not(:disabled)')];

const move = (panel, key) => {
  const all = entries(panel);
  const at = all.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1 + (at < 0 ? 1 : 0), Home: 0, End: all.length - 1 }[key];
  all.at(next % all.length)?.focus();
};

/** A button that shows a panel: with `isMenu` a menu of actions with arrow keys, else anything (links, switches). */
export function Popover({ label, trigger, triggerClass = "btn", isMenu, place = "", className, children }) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef(null);
  const button = useRef(null);
  const panel = useRef(null);
  const id = useId();

  useEffect(() => {
    if (!isOpen) return undefined;
    if (isMenu) entries(panel.current)[0]?.focus();
    const outside = (event) => root.current?.contains(event.target) || setOpen(false);
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [isOpen, isMenu]);

  const onKeyDown = (event) => {
    if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      setOpen(false);
      button.current.focus();
    } else if (isMenu && isOpen && ["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
      event.preventDefault();
      move(panel.current, event.key);
    } else if (isMenu && !isOpen && event.key === "ArrowDown") {
      event.preventDefault();
      setOpen(true);
    }
  };
  const onBlur = (event) => event.relatedTarget && !root.current.contains(event.relatedTarget) && setOpen(false);
  const onPanelClick = (event) => event.target.closest("a, button.entry:not([type=submit])") && setOpen(false);

  return h(
    "div",
    { ref: root, className: `popover-anchor ${className ?? ""}`.trim(), onKeyDown, onBlur },
    h(
      "button",
      {
        ref: button,
        type: "button",
        className: triggerClass,
        "aria-label": label || undefined,
        "aria-expanded": isOpen,
        "aria-controls": isOpen ? id : undefined,
        "aria-haspopup": isMenu ? "menu" : undefined,
        onClick: () => setOpen(!isOpen),
      },
      trigger,
    ),
    isOpen &&
      h(
        "div",
        { ref: panel, id, className: `popover ${place}`.trim(), role: isMenu ? "menu" : undefined, onClick: onPanelClick },
        children,
      ),
  );
}

const SHOWN_FOR = 6000;
const SHOWN_WITH_ACTION = 12000;
let count = 0;

/** Called by the server's `toast(...)`; the region that shows it listens. */
export const announce = (message) => window.dispatchEvent(new CustomEvent("academy:toast", { detail: message }));

function Toast({ message, tone, action, onAction, onGone }) {
  const timer = useRef(null);
  const start = () => {
    timer.current = setTimeout(onGone, action ? SHOWN_WITH_ACTION : SHOWN_FOR);
  };
  const stop = () => clearTimeout(timer.current);
  useEffect(() => {
    start();
    return stop;
  }, []);
  const act = () => {
    onAction?.();
    onGone();
  };
  return h(
    "div",
    { className: `toast ${tone ?? ""}`.trim(), onPointerEnter: stop, onPointerLeave: start, onFocus: stop, onBlur: start },
    h("span", { className: "words" }, message),
    action && h("button", { type: "button", onClick: act }, action),
    h("button", { type: "button", className: "dismiss", "aria-label": "Dismiss", onClick: onGone }, cross),
  );
}

/** Where short messages appear; screen readers hear them in turn. */
export function Toasts() {
  const [shown, setShown] = useState([]);
  useEffect(() => {
    window.academyToast = announce;
    const add = ({ detail }) => setShown((before) => [...before.slice(-2), { ...detail, key: ++count }]);
    window.addEventListener("academy:toast", add);
    return () => window.removeEventListener("academy:toast", add);
  }, []);
  const gone = (key) => setShown((before) => before.filter((toast) => toast.key !== key));
  return h(
    "div",
    { className: "toasts", role: "status", "aria-live": "polite" },
    shown.map(({ key, ...toast }) => h(Toast, { key, ...toast, onGone: () => gone(key) })),
  );
}
