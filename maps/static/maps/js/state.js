// What the page shows, kept in the address so that it can be shared; never a place of the pupil's own.

const DEFAULT_MINUTES = 45;
const STEP = 5;

/** Read the state from the address; what is not valid is left out. */
export function readState(search = window.location.search) {
  const query = new URLSearchParams(search);
  const minutes = Number(query.get("max"));
  return {
    college: query.get("college") || "",
    max: minutes >= 15 && minutes <= 90 ? Math.round(minutes / STEP) * STEP : DEFAULT_MINUTES,
    sectors: query.getAll("domaine"),
    week: query.get("semaine") || "",
    sort: ["trajet", "qualite"].includes(query.get("tri")) ? query.get("tri") : "pour-moi",
    offer: Number(query.get("stage")) || null,
    way: query.get("sens") === "retour" ? "retour" : "aller",
  };
}

/** The address of a state; what is at its default is left out. */
export function addressOf(state) {
  const query = new URLSearchParams();
  if (state.college) query.set("college", state.college);
  if (state.max !== DEFAULT_MINUTES) query.set("max", state.max);
  for (const sector of state.sectors) query.append("domaine", sector);
  if (state.week) query.set("semaine", state.week);
  if (state.sort !== "pour-moi") query.set("tri", state.sort);
  if (state.offer) query.set("stage", state.offer);
  if (state.offer && state.way === "retour") query.set("sens", "retour");
  const text = query.toString();
  return text ? `?${text}` : window.location.pathname;
}

/** Write the state into the address: a new entry of the history, or the same one. */
export function writeState(state, { push = false } = {}) {
  const address = addressOf(state);
  if (push) window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
}
