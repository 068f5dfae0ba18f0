// What stands in place of the list when there are no cards to show.
import { plural } from "./text.js";

const FIRST = 6;

export const welcome = (colleges, onChoose) => ({
  icon: "fr-icon-school-line",
  title: "Commence par ton collège",
  text: "Tu verras les stages que tu peux rejoindre en transports, du plus intéressant au moins intéressant, avec le trajet pour y aller et pour en revenir.",
  actions: colleges.slice(0, FIRST).map((college) => [college.name, () => onChoose(college)]),
});

export const noTimetable = (onOther) => ({
  icon: "fr-icon-bus-line",
  title: "Nous ne connaissons pas encore les horaires de ton secteur",
  text: "Sans les horaires des bus, on ne peut pas dire combien de temps dure un trajet. Nous préférons ne rien afficher plutôt que des stages tout près sur la carte où tu ne pourrais pas aller.",
  actions: [["Choisir un autre collège", onOther]],
});

export const failure = (text, onRetry) => ({
  icon: "fr-icon-error-warning-line",
  title: "Un problème est survenu",
  text,
  actions: [["Réessayer", onRetry]],
  problem: true,
});

/** The end of a season: no trip, however long, would find one. */
const seasonOver = (over) => ({
  icon: "fr-icon-calendar-line",
  title: over,
  text: [
    "On ne peut plus y candidater. Reviens plus tard\u202f: les structures peuvent en proposer d'autres.",
    "Il te faut encore un stage\u202f? Parles-en à ton collège.",
  ],
  actions: [],
});

/** Nothing within reach: what was asked, and what loosens it. */
export function nothing(state, beyond, { onLoosen, onClearFilters, over }) {
  if (over) return seasonOver(over);
  const filtered = state.sectors.length > 0 || Boolean(state.week);
  const actions = [];
  if (beyond) actions.push([`À ${beyond.minutes}\u202fmin\u202f: ${plural(beyond.count, "stage", "stages")}`, () => onLoosen(beyond.minutes)]);
  if (filtered) actions.push(["Enlever les filtres", () => onClearFilters()]);
  return {
    icon: "fr-icon-search-line",
    title: `Aucun stage à ${state.max}\u202fmin ou moins${filtered ? " avec ces filtres" : ""}`,
    text: [
      beyond ? `Avec ${beyond.minutes - state.max}\u202fmin de trajet en plus, il y en a.` : "Aucun non plus un peu plus loin.",
      "Le trajet te bloque\u202f? Parles-en à ton collège\u202f: un titre de transport ou un départ groupé est parfois possible.",
    ],
    actions,
  };
}
