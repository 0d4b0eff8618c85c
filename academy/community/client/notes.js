// What a composer says above the text: what waits, what was written elsewhere meanwhile, and who cannot be mentioned.
import { createElement as h } from "react";

export const button = (words, onClick, look = "quiet") => h("button", { key: words, type: "button", className: `btn ${look} compact`, onClick }, words);

const note = (key, look, words, ...buttons) => h("div", { key, className: `composer-note ${look}`, role: "status" }, h("span", null, words), buttons);

/** Two of one: the person chooses. */
const choice = (key, words, onTake, onKeep) => note(key, "", words, button("Use that one", onTake, ""), button("Keep mine", onKeep));

export const Notes = ({ way, closed, isWritten, sending, isConnected, newer, isChanged, choose, unmarked }) => {
  const { outbox, isSent, emit, letGo, discard } = sending;
  const kept = isConnected ? "Not sent yet: no answer came." : "Kept: will be sent when you are back.";
  return [
    closed && isWritten && note("closed", "warn", `${closed} What you wrote is kept here, to be copied.`),
    newer && choice("newer", "A newer draft from another device", () => way.takeOver(newer), () => way.keepMine(newer)),
    isChanged && choice("changed", "This was changed on another page meanwhile", () => choose(true), () => choose(false)),
    outbox && !isSent && note("kept", "warn", kept, isConnected && button("Send now", () => emit(outbox), ""), button("Edit", letGo), button("Discard", discard)),
    unmarked.length > 0 && h("p", { key: "unmarked", className: "composer-note", role: "status" }, `${unmarked.join(", ")} cannot be mentioned here: the name will stand as plain words.`),
  ];
};

const STATES = { saving: "Saving…", saved: "Draft saved", away: "Kept on this device", refused: "Kept on this device" };

/** What stands at the foot: how far the images and the draft are, and the way to be rid of either. */
export const Standing = ({ state, isWritten, uploads, onDiscard }) => {
  const [first, ...others] = uploads.running;
  const sent = first && `Uploading ${first.name} ${first.percent} %${others.length ? ` and ${others.length} more` : ""}`;
  const isKept = isWritten && !first && ["saved", "away", "refused"].includes(state);
  const rid = (words, onClick) => h("button", { key: words, type: "button", className: "composer-discard", onClick }, words);
  return [
    h("span", { key: "state", className: "composer-state", role: "status" }, sent ?? (isWritten || state === "saving" ? (STATES[state] ?? "") : "")),
    first && rid("Cancel the upload", uploads.cancel),
    isKept && rid("Discard", onDiscard),
  ];
};
