// "Qui peut venir ?": the collèges that get there and back, as figures, on a map and as a list.
/* global L */
import { makeMap } from "../../maps/js/basemap.js";
import { byId, el } from "../../maps/js/dom.js";
import { band } from "../../maps/js/minutes.js";

const SHOWN = 8;
const hour = (text) => text.replace(/^0/, "").replace(":", "\u202fh\u202f").replace(/\u202f00$/, "");
const times = (count, one, many) => `${count} ${count > 1 ? many : one}`;

function pupils({ pupils_3e: known, unknown, colleges }) {
  if (unknown === colleges) return "effectif non connu";
  return `${unknown ? "au moins" : "environ"} ${known} élèves de 3e`;
}

function bandCard(one) {
  return el(
    "li",
    { class: `reach__band band-${band(one.minutes)}` },
    el("strong", { text: String(one.colleges) }),
    el("span", { text: `${one.colleges > 1 ? "collèges" : "collège"} à moins de ${one.minutes}\u202fmin` }),
    one.colleges > 0 && el("span", { text: pupils(one) }),
  );
}

function alert(kind, ...children) {
  return el("div", { class: `fr-alert fr-alert--${kind} fr-alert--sm` }, ...children);
}

function advice(answer) {
  const lines = answer.other_hours.map((other) =>
    `De ${hour(other.start)} à ${hour(other.end)}, ${times(other.colleges, "collège peut venir", "collèges peuvent venir")} en moins de 60\u202fmin (${pupils(other)}).`);
  if (!answer.other_hours.length) lines.push("D'autres horaires n'y changent rien\u202f: nous en avons essayé plusieurs.");
  const point = answer.meeting_point;
  if (point) {
    const away = point.metres < 950 ? `${Math.round(point.metres / 50) * 50 || 50}\u202fm` : `${(point.metres / 1000).toFixed(1).replace(".", ",")}\u202fkm`;
    lines.push(`Donnez rendez-vous à l'arrêt «\u202f${point.name}\u202f», à ${away} à vol d'oiseau\u202f: ${times(point.colleges, "collège y arrive", "collèges y arrivent")} en moins de 60\u202fmin (${pupils(point)}).`);
  }
  if (answer.pending) lines.splice(0, lines.length, "Recherche d'autres horaires et d'un point de rendez-vous…");
  lines.push("Accueillez un groupe\u202f: le collège peut organiser un trajet collectif (car, minibus).");
  return el("ul", { class: "reach__advice" }, ...lines.map((text) => el("li", { text })));
}

/** The distinct places of some days, as the map wants them. */
function placesOf(days) {
  return [...new Map(days.map(({ lat, lon }) => [`${lat} ${lon}`, [lat, lon]])).values()];
}

/** What a week at several places is counted by, and the days that are still to come. */
function aboutPlaces(count, missing) {
  const lines = [];
  if (count > 1) lines.push(`Calculé pour ${count} lieux\u202f: le jour le moins favorable compte.`);
  if (missing.length) lines.push(`Sans ${missing.join(", ")}\u202f: l'adresse n'est pas encore complète, ou pas trouvée.`);
  return lines;
}

function nobody(answer, days) {
  if (!answer.any_college) {
    return [alert("info", el("p", { text: "Aucun collège REP ou REP+ autour de ce lieu dans nos réseaux de transport. Les autres collèges verront l'offre." }))];
  }
  const when = [...new Set(days.map(({ start, end }) => `de ${hour(start)} à ${hour(end)}`))].join(" et ");
  const first = answer.linked
    ? `Aucun transport en commun n'amène d'élèves de REP ou REP+ ici ${when} en moins de 60\u202fmin.`
    : "Ce lieu est loin de toute rue connue\u202f: vérifiez le repère sur la carte.";
  return [alert("warning", el("p", { class: "reach__warning", text: first })), el("p", { class: "fr-text--bold fr-mt-2w", text: "Ce que vous pouvez faire\u202f:" }), advice(answer)];
}

function collegeLine(college) {
  const name = [college.name, college.city].filter(Boolean).join(", ");
  return el("li", {}, el("span", { text: `${name} (${college.priority})` }), el("span", { class: "reach__minutes", text: `${college.minutes}\u202fmin` }));
}

export class ReachBox {
  constructor(config) {
    this.config = config;
    this.asked = "";
  }

  /** Show who gets to each of these days; nothing is asked again while they stay. */
  async ask({ days, missing, has_hours: hasHours, hours_fault: hoursFault }) {
    const question = new URLSearchParams();
    for (const day of days) for (const name of ["lat", "lon", "start", "end"]) question.append(name, day[name]);
    // Said beside the figures, so it counts as another question.
    const asked = `${question} ${missing} ${hoursFault}`;
    if (asked === this.asked) return;
    this.asked = asked;
    this.request?.abort();
    if (!days.length) {
      this.#say(el("p", { text: hasHours ? "Indiquez le lieu du stage pour voir qui peut venir." : hoursFault || "Indiquez des horaires pour voir qui peut venir." }));
      return;
    }
    this.request = new AbortController();
    this.#say(el("p", { text: "Calcul des trajets…" }));
    try {
      const answer = await this.#get(question);
      const lost = !answer.served && answer.any_college;
      this.#show({ ...answer, pending: lost }, days, missing);
      if (!lost) return;
      // What would help takes longer: the warning does not wait for it.
      question.append("advice", "1");
      this.#show(await this.#get(question), days, missing);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.asked = "";
      this.#say(el("p", { text: error.told ?? "Les trajets n'ont pas pu être calculés. Vous pouvez continuer." }));
    }
  }

  async #get(question) {
    const response = await fetch(`/api/v1/reach/?${question}`, { signal: this.request.signal });
    const answer = await response.json();
    if (!response.ok) throw Object.assign(new Error(answer.code), { told: answer.error });
    return answer;
  }

  #say(...nodes) {
    byId("portee").replaceChildren(...nodes);
    byId("portee-liste").replaceChildren();
    byId("portee-carte").hidden = true;
  }

  #show(answer, days, missing) {
    const places = placesOf(days);
    const bands = el("ul", { class: "reach__bands" }, ...answer.bands.map(bandCard));
    this.#say(
      ...(answer.served ? [el("p", { text: "Collèges REP et REP+, aller et retour, attente comprise\u202f:" }), bands] : nobody(answer, days)),
      ...aboutPlaces(places.length, missing).map((text) => el("p", { class: "fr-hint-text", text })),
    );
    const near = answer.colleges.slice(0, SHOWN);
    const more = answer.colleges.length - near.length;
    byId("portee-liste").replaceChildren(
      el("ul", { class: "reach__list" }, ...near.map(collegeLine)),
      ...(more > 0 ? [el("p", { class: "fr-hint-text", text: `et ${times(more, "autre collège", "autres collèges")} en 90\u202fmin au plus` })] : []),
    );
    this.#draw(answer, places);
  }

  #draw(answer, places) {
    const box = byId("portee-carte");
    box.hidden = false;
    this.map ??= makeMap("portee-carte", this.config.tiles, this.config.bounds);
    this.layer?.remove();
    this.layer = L.layerGroup().addTo(this.map);
    const points = [...places];
    const put = (at, icon, words) => {
      points.push(at);
      L.marker(at, { icon, keyboard: false, alt: "" }).bindTooltip(words).addTo(this.layer);
    };
    for (const college of answer.colleges.filter((one) => one.lat !== null)) {
      const icon = L.divIcon({ className: `pin band-${band(college.minutes)}`, iconSize: [30, 30], html: `<span>${Number(college.minutes)}</span>` });
      put([college.lat, college.lon], icon, college.name);
    }
    const stop = answer.meeting_point;
    if (stop) put([stop.lat, stop.lon], L.divIcon({ className: "stop-dot", iconSize: [16, 16] }), stop.name);
    for (const place of places) put(place, L.divIcon({ className: "reach__place", iconSize: [18, 18] }), "Lieu du stage");
    this.map.invalidateSize({ animate: false });
    this.map.fitBounds(points, { padding: [30, 30], maxZoom: 15, animate: false });
  }
}
