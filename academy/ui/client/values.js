// Figures that change under one's eyes, money, and a person's initials.
import { createElement as h, useEffect, useRef, useState } from "react";
import { useViewer } from "./viewer.js";

const MARK = 1400;
const COUNT = 180;

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// True for a moment after the value changed; the first value, and one that was not there before, is no change.
const useMark = (value) => {
  const before = useRef(value);
  const [isMarked, setMarked] = useState(false);
  useEffect(() => {
    const isNews = before.current !== value && before.current != null && value != null;
    before.current = value;
    if (!isNews) return undefined;
    setMarked(true);
    const timer = setTimeout(() => setMarked(false), MARK);
    return () => {
      clearTimeout(timer);
      setMarked(false);
    };
  }, [value]);
  return isMarked;
};

const useCounted = (value) => {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  useEffect(() => {
    const from = latest.current;
    latest.current = value;
    if (from === value || from == null || value == null || calm() || document.hidden) {
      setShown(value);
      return undefined;
    }
    const began = performance.now();
    let frame;
    const step = (now) => {
      const part = Math.min(1, (now - began) / COUNT);
      setShown(part === 1 ? value : Math.round(from + (value - from) * part));
      if (part < 1) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => {
      cancelAnimationFrame(frame);
      setShown(value);
    };
  }, [value]);
  return shown;
};

/** A number that counts to its new value and is marked for a moment when it changes. */
export function LiveNumber({ value, className }) {
  const { locale } = useViewer();
  const isMarked = useMark(value);
  const shown = useCounted(value);
  const text = shown == null ? "–" : new Intl.NumberFormat(locale).format(shown);
  return h("span", { className: `changed num ${className ?? ""}`.trim(), "data-changed": isMarked || undefined, suppressHydrationWarning: true }, text);
}

/** Anything else that is marked for a moment when `value` changes. */
export function Marked({ value, className, children }) {
  const isMarked = useMark(value);
  return h("span", { className: `changed ${className ?? ""}`.trim(), "data-changed": isMarked || undefined }, children);
}

/** An amount in the currency's smallest unit, written as people write it: $349, €1,200.50. */
export function Money({ cents, currency, className }) {
  const { locale } = useViewer();
  if (cents == null || !currency) return null;
  const { maximumFractionDigits } = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  const format = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol", trailingZeroDisplay: "stripIfInteger" });
  return h("span", { className: `num nowrap ${className ?? ""}`.trim(), suppressHydrationWarning: true }, format.format(cents / 10 ** maximumFractionDigits));
}

const initials = (name) => {
  const words = (name ?? "").trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...word][0].toUpperCase()).join("");
};

/** A person's picture or initials; beside a written name it is decoration, alone it carries the name. */
export function Avatar({ name, picture, isAlone, className }) {
  const label = isAlone ? { role: "img", "aria-label": name, title: name } : { "aria-hidden": true };
  return h("span", { className: `avatar ${className ?? ""}`.trim(), ...label }, picture ? h("img", { src: picture, alt: "" }) : initials(name));
}
