// The list of offers: cards, skeletons while they come, and what to do when there is none.
import { el } from "./dom.js";
import { figure } from "./minutes.js";
import { changes, plural, question, sentence } from "./text.js";

const QUALITY_WORDS = [[75, "Très bien décrit"], [50, "Bien décrit"], [25, "Peu décrit"], [0, "Très peu décrit"]];
const WORTH_SAYING = 0.7;
const MOST_PARTS = 2;

/** The quality in words: what the offer does well, or how well it is described. */
export function qualityWords(quality) {
  const good = quality.parts
    .filter((part) => part.points >= WORTH_SAYING * part.out_of)
    .sort((a, b) => b.points - a.points)
    .slice(0, MOST_PARTS)
    .map((part) => part.label);
  const words = good.length ? good.join(", ") : QUALITY_WORDS.find(([least]) => quality.score >= least)[1];
  return sentence(words);
}

/** A gauge 0-100; the number stands beside it. */
export function gauge(score) {
  return el(
    "span",
    { class: "gauge" },
    el("span", { class: "gauge__track", "aria-hidden": "true" }, el("span", { class: "gauge__fill", style: `width:${score}%` })),
    el("span", { class: "gauge__figure", text: `Qualité ${score}/100` }),
  );
}

/** Why the offer stands where it stands: the reasons, then each rule of the quality. */
export function reasons(offer) {
  return el(
    "div",
    { class: "why" },
    el("ul", { class: "why__list" }, ...offer.rank_reasons.map((reason) => el("li", { text: sentence(reason) }))),
    el("p", { class: "why__title", text: `Qualité de l'annonce\u202f: ${offer.quality.score}/100` }),
    el(
      "ul",
      { class: "why__parts" },
      ...offer.quality.parts.map((part) =>
        el("li", {}, el("span", { text: sentence(part.label) }), el("span", { class: "why__points", text: `${part.points}/${part.out_of}` })),
      ),
    ),
  );
}

/** "2 places", or what is left of them. */
function seats({ capacity, seats_left: left }) {
  return left === capacity ? plural(capacity, "place", "places") : `${plural(left, "place libre", "places libres")} sur ${capacity}`;
}

/**
 * One card.
 * @param {Object} offer of the API
 * @param {{icon: function(string): string, onOpen: function(Object), onHover: function(number|null),
 *   addressOf: function(number): string, hearts: Hearts|null}} context `hearts`: for pupils only
 */
export function card(offer, { icon, onOpen, onHover, addressOf, hearts }) {
  const commute = offer.commute;
  const facts = [changes(commute.rides), commute.rides ? `${commute.walk_minutes}\u202fmin à pied` : null, seats(offer)];
  return el(
    "li",
    {
      class: "offer",
      dataset: { offer: offer.id },
      onMouseEnter: () => onHover(offer.id),
      onMouseLeave: () => onHover(null),
      onFocusIn: () => onHover(offer.id),
      onFocusOut: () => onHover(null),
    },
    el(
      "article",
      { class: "offer__body" },
      figure(commute.minutes),
      el(
        "div",
        { class: "offer__text" },
        el("h3", { class: "offer__title" }, el("button", { type: "button", class: "offer__open", onClick: () => onOpen(offer), text: offer.title })),
        el("p", { class: "offer__host" }, el("span", { class: `offer__icon ${icon(offer.sector.code)}`, "aria-hidden": "true" }), `${offer.host}, ${offer.city}`),
        el("p", { class: "offer__facts", text: facts.filter(Boolean).join(" · ") }),
        el("p", { class: "offer__quality" }, gauge(offer.quality.score), el("span", { text: qualityWords(offer.quality) })),
      ),
    ),
    el(
      "details",
      { class: "offer__why" },
      el("summary", {}, question("Pourquoi ici"), el("span", { class: "fr-sr-only", text: ` ${offer.title}` })),
      reasons(offer),
    ),
    el(
      "p",
      { class: "offer__foot" },
      el("a", { class: "fr-link fr-link--sm", href: addressOf(offer.id) }, "Voir l'offre", el("span", { class: "fr-sr-only", text: ` ${offer.title}` })),
      hearts && hearts.button(offer),
    ),
  );
}

/** Grey cards that say: something is coming. */
export function skeletons(number = 4) {
  const one = () => el("li", { class: "offer offer--coming", "aria-hidden": "true" }, el("span", { class: "ghost ghost--figure" }), el("span", { class: "ghost ghost--lines" }));
  return el("ul", { class: "offers" }, ...Array.from({ length: number }, one));
}

/** A message in place of the list, with at most a few buttons that help. */
export function message({ icon, title, text, actions = [], problem = false }) {
  return el(
    "div",
    { class: "empty", role: problem ? "alert" : null },
    el("span", { class: `empty__icon ${icon}`, "aria-hidden": "true" }),
    el("p", { class: "empty__title", text: title }),
    ...[text].flat().filter(Boolean).map((paragraph) => el("p", { class: "empty__text", text: paragraph })),
    actions.length > 0 &&
      el(
        "ul",
        { class: "empty__actions" },
        ...actions.map(([label, act]) => el("li", {}, el("button", { type: "button", class: "fr-btn fr-btn--secondary fr-btn--sm", onClick: act, text: label }))),
      ),
  );
}
