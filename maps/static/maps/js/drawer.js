// The drawer: one offer, its trip there and back as a line of legs, and why it stands where it stands.
import { gauge, reasons } from "./cards.js";
import { el } from "./dom.js";
import { figure } from "./minutes.js";
import { clock, plural, question, seconds } from "./text.js";

export const WAYS = [["aller", "Aller", "morning"], ["retour", "Retour", "evening"]];

function legLine(leg) {
  const minutes = Math.max(1, Math.ceil(leg.seconds / 60));
  if (leg.kind === "walk") return el("p", { class: "leg__what" }, el("span", { class: "leg__walk", "aria-hidden": "true" }), `Marche ${minutes}\u202fmin`);
  return el(
    "p",
    { class: "leg__what" },
    el("span", { class: "leg__badge", style: `background:${leg.colour || "#000091"};color:${leg.text_colour || "#fff"}`, text: leg.line }),
    leg.headsign ? ` vers ${leg.headsign}` : "",
    el("span", { class: "leg__stops", text: `${plural(leg.stops, "arrêt", "arrêts")}, ${minutes}\u202fmin` }),
  );
}

export function legs(way) {
  const rows = way.legs.map((leg) => {
    const timed = { ...leg, seconds: seconds(leg.arrival) - seconds(leg.departure) };
    return el(
      "li",
      { class: `leg leg--${leg.kind}`, style: leg.kind === "ride" ? `--leg:${leg.colour || "#000091"}` : null },
      el("span", { class: "leg__time", text: clock(leg.departure) }),
      el("div", { class: "leg__text" }, el("p", { class: "leg__place", text: leg.from }), legLine(timed)),
    );
  });
  const last = way.legs[way.legs.length - 1];
  const end = el(
    "li",
    { class: "leg leg--end" },
    el("span", { class: "leg__time", text: clock(last.arrival) }),
    el("div", { class: "leg__text" }, el("p", { class: "leg__place", text: last.to })),
  );
  return el("ol", { class: "legs" }, ...rows, end);
}

/** "24 min : pars à 8 h 36, arrive à 8 h 54", and what of it is waiting at the place. */
export function wayText(way, index) {
  const when = index === 0 ? "arrive à" : "de retour à";
  const waiting = way.minutes - Math.ceil((seconds(way.arrival) - seconds(way.departure)) / 60);
  const wait = index === 0 ? `dont ${waiting}\u202fmin d'attente sur place avant de commencer` : `dont ${waiting}\u202fmin d'attente avant de partir`;
  return el(
    "p",
    { class: "way__sum" },
    el("strong", { text: `${way.minutes}\u202fmin` }),
    `\u202f: pars à ${clock(way.departure)}, ${when} ${clock(way.arrival)}`,
    waiting > 0 && el("span", { class: "way__wait", text: wait }),
  );
}

/** "Horaires du mardi 1er décembre 2026.", as a notice when they are those of another week. */
export function dayText({ text, notice }) {
  const words = el("p", { class: "way__day", text });
  return notice ? el("div", { class: "fr-alert fr-alert--info fr-alert--sm old-timetable" }, words) : words;
}

/** The list counts an ordinary school day: say so where this day's trip takes another time. */
function listText(journey, listed) {
  const ways = WAYS.map(([, , key]) => journey[key]);
  if (ways.every(Boolean) && Math.max(...ways.map((way) => way.minutes)) === listed) return null;
  return el("p", { class: "way__day", text: `La liste indique ${listed}\u202fmin\u202f: elle compte un jour d'école habituel.` });
}

export class Drawer {
  /**
   * @param {{onWay: function(string), onClose: function(), onMap: function(), icon: function(string): string,
   *   addressOf: function(number): string}} context
   */
  constructor(dialog, context) {
    this.dialog = dialog;
    this.context = context;
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      context.onClose();
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") context.onClose();
    });
  }

  /** Open on an offer whose trip is still to come. */
  open(offer, modal) {
    this.offer = offer;
    this.journey = null;
    this.ways = el("div", { class: "way", "aria-live": "polite" }, el("span", { class: "ghost ghost--legs" }));
    this.dialog.replaceChildren(this.#head(offer), this.#switch(), this.ways, this.#toMap(), this.#rest(offer));
    this.dialog.scrollTop = 0;
    this.reopen(modal);
  }

  /** Show the same offer again, after a look at the map. */
  reopen(modal) {
    if (!this.dialog.open) {
      if (modal) this.dialog.showModal();
      else this.dialog.show();
    }
    this.dialog.querySelector("#trajet-titre").focus();
  }

  /** Show one way of the trip ("aller" or "retour"); returns it, null when it cannot be done. */
  showWay(journey, name) {
    const index = WAYS.findIndex(([key]) => key === name);
    const way = journey[WAYS[index][2]];
    this.dialog.querySelector(`#sens-${name}`).checked = true;
    const told = way ? [wayText(way, index), legs(way)] : [el("p", { text: "Ce trajet n'est pas possible ce jour-là." })];
    const about = [dayText(journey.timetable), listText(journey, this.offer.commute.minutes)];
    this.ways.replaceChildren(...about.filter(Boolean), ...told);
    return way;
  }

  /** Lead to the offer's page as the list is asked for now. */
  follow() {
    if (this.offer) this.go.href = this.context.addressOf(this.offer.id);
  }

  fail(text) {
    this.ways.replaceChildren(el("p", { class: "fr-error-text", role: "alert", text }));
  }

  close() {
    if (this.dialog.open) this.dialog.close();
  }

  #head(offer) {
    return el(
      "header",
      { class: "drawer__head" },
      el("button", { type: "button", class: "fr-btn--close fr-btn drawer__close", title: "Fermer le trajet", onClick: () => this.context.onClose(), text: "Fermer" }),
      el(
        "div",
        { class: "drawer__title" },
        figure(offer.commute.minutes),
        el(
          "div",
          {},
          el("h2", { class: "fr-h6 drawer__name", id: "trajet-titre", tabindex: "-1", text: offer.title }),
          el("p", { class: "drawer__host" }, el("span", { class: `offer__icon ${this.context.icon(offer.sector.code)}`, "aria-hidden": "true" }), `${offer.host}, ${offer.city}`),
        ),
      ),
    );
  }

  #switch() {
    const radio = ([name, label]) =>
      el(
        "div",
        { class: "fr-segmented__element" },
        el("input", { type: "radio", id: `sens-${name}`, name: "sens", value: name, onChange: () => this.context.onWay(name) }),
        el("label", { class: "fr-label", for: `sens-${name}`, text: label }),
      );
    return el(
      "fieldset",
      { class: "fr-segmented fr-segmented--no-legend drawer__ways" },
      el("legend", { class: "fr-segmented__legend", text: "Sens du trajet" }),
      el("div", { class: "fr-segmented__elements" }, ...WAYS.map(radio)),
    );
  }

  /** On a phone the drawer hides the map: a way to see the trip there. */
  #toMap() {
    return el("button", {
      type: "button", class: "fr-btn fr-btn--secondary fr-btn--icon-left fr-icon-road-map-line drawer__map",
      text: "Voir sur la carte", onClick: () => this.context.onMap(),
    });
  }

  #rest(offer) {
    this.more = el("div", { class: "drawer__more" });
    this.go = el("a", { class: "fr-btn", text: "Voir l'offre et candidater" });
    this.follow();
    return el(
      "div",
      { class: "drawer__rest" },
      el("p", { class: "drawer__go" }, this.go),
      el("h3", { class: "drawer__sub", text: question("Pourquoi ici") }),
      el("p", { class: "offer__quality" }, gauge(offer.quality.score)),
      reasons(offer),
      this.more,
    );
  }

  /** Add what the full offer says: its text, place and weeks. */
  describe(detail, words) {
    const rows = [["Adresse", words.address], ["Semaines", words.weeks], ["Places", `${detail.seats_left} sur ${detail.capacity}`], ["Horaires", words.hours], ["Déjeuner", detail.lunch_break]];
    this.more.replaceChildren(
      el("h3", { class: "drawer__sub", text: "Le stage" }),
      ...String(detail.description || "").split(/\n+/).filter(Boolean).map((text) => el("p", { class: "drawer__text", text })),
      el("dl", { class: "drawer__facts" }, ...rows.filter(([, value]) => value).flatMap(([name, value]) => [el("dt", { text: name }), el("dd", { text: value })])),
    );
  }
}
