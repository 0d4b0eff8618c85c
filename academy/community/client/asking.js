// What is asked of the server while somebody writes: each a question with one answer.

/** Where the server is asked; the composer brings them along. */
export const addresses = {};

const MOST_AT_LEAVING = 60_000;
const PATIENCE = 20_000;

/** Answers with what was told; what is refused is thrown, with `problems` by field and the `status`. */
const asked = async (method, address, given) => {
  const body = given && JSON.stringify(given);
  const answer = await fetch(address, {
    method,
    credentials: "same-origin",
    headers: body ? { "content-type": "application/json" } : {},
    body,
    signal: AbortSignal.timeout(PATIENCE),
    keepalive: Boolean(body) && new Blob([body]).size < MOST_AT_LEAVING,
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error("refused"), { problems: told.problems ?? {}, status: answer.status });
  return told;
};

const turns = new Map();

/** What is asked about a spot is asked in turn, so that a draft is not saved after it was given up. */
const inTurn = (spot, ask) => {
  const before = turns.get(spot);
  const turn = before ? before.then(ask, ask) : ask();
  turns.set(spot, turn);
  return turn;
};

const ofSpot = (spot) => `${addresses.draft}?${new URLSearchParams({ spot })}`;

export const preview = (content) => asked("POST", addresses.preview, { content });
export const people = (here, q) => asked("GET", `${addresses.people}?${new URLSearchParams({ ...here, q })}`);
export const draftAt = async (spot) => (await asked("GET", ofSpot(spot))).draft;
export const saveDraft = (draft, base) => inTurn(draft.spot, () => asked("POST", addresses.draft, { ...draft, base: base() }));
export const discard = (spot) => inTurn(spot, () => asked("DELETE", ofSpot(spot))).catch(() => {});
