// French words and typography, the same everywhere.

const NARROW = "\u202f";

export function plural(number, one, many) {
  return `${number.toLocaleString("fr-FR")} ${number < 2 ? one : many}`;
}

const DAY_S = 86400;

/** Seconds since midnight of "HH:MM[:SS]"; a time of the day before begins with a minus. */
export function seconds(time) {
  const [hours, minutes, rest = 0] = time.replace("-", "").split(":").map(Number);
  return (time.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60 + rest);
}

/** "8 h 12" of a time of the API; times of the night before or after fall into their own day. */
export function clock(time) {
  const since = (((seconds(time) % DAY_S) + DAY_S) % DAY_S) / 60;
  return `${Math.floor(since / 60)}${NARROW}h${NARROW}${String(Math.floor(since % 60)).padStart(2, "0")}`;
}

/** How many times the pupil changes vehicles; `rides` counts the vehicles. */
export function changes(rides) {
  if (!rides) return "à pied";
  if (rides === 1) return "direct";
  return plural(rides - 1, "changement", "changements");
}

export const question = (text) => `${text}${NARROW}?`;

/** First letter in capitals, for a sentence that starts with a joined list. */
export function sentence(text) {
  return text.charAt(0).toLocaleUpperCase("fr-FR") + text.slice(1);
}

const MONTH = new Intl.DateTimeFormat("fr-FR", { month: "long" });
const FRIDAY_TO_MONDAY_MS = 3 * 24 * 3600 * 1000;

/** Monday and Friday of "2026-W48". */
function days(week) {
  const [year, number] = week.split("-W").map(Number);
  const fourth = new Date(Date.UTC(year, 0, 4, 12));
  const monday = new Date(fourth);
  monday.setUTCDate(4 - ((fourth.getUTCDay() + 6) % 7) + (number - 1) * 7);
  const friday = new Date(monday);
  friday.setUTCDate(monday.getUTCDate() + 4);
  return [monday, friday];
}

/** "1er décembre"; the number alone when the span ends in the same month. */
function dayText(day, until) {
  const number = day.getUTCDate() === 1 ? "1er" : String(day.getUTCDate());
  return until?.getUTCMonth() === day.getUTCMonth() ? number : `${number} ${MONTH.format(day)}`;
}

/** "du 23 novembre au 4 décembre, du 14 au 18 décembre": weeks to come, neighbours joined; all when all have begun. */
export function weeksText(weeks) {
  if (!weeks.length) return "Toutes les semaines";
  const spans = [];
  const all = [...weeks].sort().map(days);
  const coming = all.filter(([monday]) => monday > Date.now());
  for (const [monday, friday] of coming.length ? coming : all) {
    const last = spans.at(-1);
    if (last && monday - last[1] === FRIDAY_TO_MONDAY_MS) last[1] = friday;
    else spans.push([monday, friday]);
  }
  return spans.map(([from, to]) => `du ${dayText(from, to)} au ${dayText(to)}`).join(", ");
}

/** "9 h 00 - 17 h 00", each distinct pair once. */
export function hoursText(hours) {
  return (hours || []).map(({ start, end }) => `${clock(start)} - ${clock(end)}`).join(", ");
}

/** "3 rue des Ponts, 36900 Sorvelle". */
export function addressText({ street, postcode, city }) {
  return [street, [postcode, city].filter(Boolean).join(" ")].filter(Boolean).join(", ");
}
