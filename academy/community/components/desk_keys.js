// The keys of the moderators' desk: j and k go through the queue, a, h and d press the button of that key.
import { useEffect } from "react";
import { useNavigate } from "react-router";
import { hasKeys } from "$/public/external/academy/ui/client/keys.js";

const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]");

/** Where the queue stood when what is shown left it: the next one is what has moved up into its place. */
let place = 0;

function neighbour(step) {
  const links = [...document.querySelectorAll("[data-queue] a.case-link")];
  const now = links.findIndex((link) => link.getAttribute("aria-current") === "true");
  if (now >= 0) place = now;
  const next = now >= 0 ? now + step : step > 0 ? place : place - 1;
  return links[Math.max(0, Math.min(next, links.length - 1))];
}

export function DeskKeys() {
  const navigate = useNavigate();
  useEffect(() => {
    const onKey = (event) => {
      if (!hasKeys() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === "j" || key === "k") {
        const link = neighbour(key === "j" ? 1 : -1);
        if (!link) return;
        event.preventDefault();
        navigate(link.getAttribute("href"), { preventScrollReset: true });
        link.scrollIntoView({ block: "nearest" });
        return;
      }
      const button = ["a", "h", "d"].includes(key) && document.querySelector(`[data-key="${key}"]:not(:disabled)`);
      if (button) {
        event.preventDefault();
        neighbour(0);
        button.click();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [navigate]);
  return null;
}
