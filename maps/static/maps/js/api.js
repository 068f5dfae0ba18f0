// The web API, /api/v1/: the only place that this page asks for collèges, offers and trips.

const ROOT = "/api/v1/";

/** An answer that is not a success, with the API's French sentence. */
export class ApiError extends Error {
  constructor(status, body) {
    super(body.error || "Le service ne répond pas. Réessaie dans un instant.");
    this.status = status;
    this.code = body.code || "";
  }
}

async function get(path, parameters, signal) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const item of [value].flat()) if (item !== "" && item !== null) query.append(name, item);
  }
  const text = query.toString();
  let response;
  try {
    response = await fetch(`${ROOT}${path}${text ? `?${text}` : ""}`, { signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, { error: "Pas de connexion. Vérifie ton réseau, puis réessaie." });
  }
  if (!response.ok) throw new ApiError(response.status, await response.json().catch(() => ({})));
  return response.json();
}

const weekOf = (state) => state.week || state.schoolWeeks;

const question = (state) => ({ college: state.college, sector: state.sectors, week: weekOf(state) });

export const findColleges = (text, signal) => get("colleges/", { q: text, page_size: 12 }, signal);

export const getCollege = (uai) => get(`colleges/${encodeURIComponent(uai)}/`, {});

/** One page of ranked offers; with `beyond`, what lies just past the bound. */
export const getOffers = (state, page, pageSize, signal) =>
  get("offers/", { ...question(state), max_minutes: state.max, sort: state.sort, page, page_size: pageSize }, signal);

/** The best offers of these weeks, those of one domain raised. */
export const getAdvised = ({ college, weeks, sector }, pageSize) =>
  get("offers/", { college, week: weeks, wishes: sector, page_size: pageSize });

/** The offer at this place of the ranking within `minutes`, first = 0; null when it is gone. */
export async function getRanked(college, week, minutes, place) {
  const all = { college, sectors: [], week, max: minutes, sort: "pour-moi" };
  return (await getOffers(all, place + 1, 1)).results[0] ?? null;
}

/** Every offer within `minutes`, light: [{id, lat, lon, minutes}], best first. */
export async function getMarkers(state, minutes, signal) {
  const answer = await get("offers/markers/", { ...question(state), max_minutes: minutes }, signal);
  const at = Object.fromEntries(answer.columns.map((name, index) => [name, index]));
  return answer.rows.map((row) => ({
    id: row[at.id], lat: row[at.latitude], lon: row[at.longitude], minutes: row[at.minutes], sector: row[at.sector],
  }));
}

export const getOffer = (id) => get(`offers/${id}/`, {});

/** The trip for the day of a week; without one, of the first week to come that fits both offer and `schoolWeeks`. */
export const getJourney = (id, state) => get(`offers/${id}/journey/`, { college: state.college, week: weekOf(state) });

export const getIsochrones = (college, minutes, signal) =>
  get("isochrones/", { college, minutes: minutes.join(",") }, signal);
