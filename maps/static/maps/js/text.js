// French words and typography, the same everywhere.

const NARROW = "\u202f";

export function plural(number, one, many) {
  return `${number.toLocaleString("fr-FR")} ${number < 2 ? one : many}`;
}

/** "8 h 12" from an ISO time, "HH:MM[:SS]" or seconds since midnight. */
export function clock(value) {
  let hours;
  let minutes;
  if (typeof value === "number") {
    hours = Math.floor(value / 3600) % 24;
    minutes = Math.floor(value / 60) % 60;
  } else {
    const found = /(\d{1,2}):(\d{2})/.exec(String(value));
    if (!found) return String(value);
    hours = Number(found[1]) % 24;
    minutes = Number(found[2]);
  }
  return `${hours}${NARROW}h${NARROW}${String(minutes).padStart(2, "0")}`;
}

/** How many times the pupil changes vehicles; `rides` counts the vehicles. */
export function changes(rides) {
  if (!rides) return "à pied";
  if (rides === 1) return "direct";
  return plural(rides - 1, "changement", "changements");
}

export const question = (text) => `${text}${NARROW}?`;
export const colon = (text) => `${text}${NARROW}:`;

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
