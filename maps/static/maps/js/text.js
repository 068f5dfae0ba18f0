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

const DAY = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long" });

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

/** "du 23 novembre au 27 novembre" for each week; every week when there is none. */
export function weeksText(weeks) {
  if (!weeks.length) return "Toutes les semaines";
  return weeks.map((week) => days(week).map((day) => DAY.format(day))).map(([from, to]) => `du ${from} au ${to}`).join(", ");
}

/** "9 h 00 - 17 h 00", each distinct pair once. */
export function hoursText(hours) {
  return (hours || []).map(({ start, end }) => `${clock(start)} - ${clock(end)}`).join(", ");
}

/** "3 rue des Ponts, 36900 Sorvelle". */
export function addressText({ street, postcode, city }) {
  return [street, [postcode, city].filter(Boolean).join(" ")].filter(Boolean).join(", ");
}
