// The list beside the map: pages of cards, and plain words where there is nothing to list.
import { getOffers } from "./api.js";
import { card, message, skeletons } from "./cards.js";
import { byId, el } from "./dom.js";
import { nothing } from "./messages.js";
import { MOST } from "./minutes.js";
import { plural } from "./text.js";

const PAGE = 10;

export class OfferList {
  /**
   * @param {Object} context icon, onOpen, onHover for the cards; onLoosen(minutes), onClearFilters(); over: why
   *   nothing can be had any more, "" while something can;
   *   onTimetable({date, notice}): what the figures rest on;
   *   within(minutes): how many offers the filters keep within these minutes
   */
  constructor(context) {
    this.box = byId("liste");
    this.context = context;
    this.known = new Map();
  }

  /** Show that something is coming. */
  wait() {
    this.box.setAttribute("aria-busy", "true");
    this.box.replaceChildren(skeletons());
  }

  /** Load the first page for this state. */
  async load(state) {
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    if (!this.box.querySelector(".offer")) this.wait();
    this.box.setAttribute("aria-busy", "true");
    const answer = await getOffers(state, 1, PAGE, request.signal);
    this.box.setAttribute("aria-busy", "false");
    this.state = { ...state };
    this.page = 1;
    this.context.onTimetable(answer.timetable);
    const beyond = this.#beyond(state, answer.beyond);
    if (!answer.count) {
      this.say(nothing(state, beyond, this.context));
      return;
    }
    this.beyond = beyond;
    this.cards = el("ul", { class: "offers" }, ...this.#cards(answer.results));
    this.foot = el("div", { class: "results__foot" });
    this.box.replaceChildren(this.cards, this.foot);
    this.#footing(answer);
  }

  /** Hide at once the cards that the slider leaves behind; the next page load does the rest. */
  trim(minutes) {
    for (const item of this.box.querySelectorAll(".offer[data-offer]")) {
      item.hidden = this.known.get(Number(item.dataset.offer)).commute.minutes > minutes;
    }
  }

  /** Mark the card of this offer; null for none. */
  heat(id) {
    this.box.querySelector(".offer.is-hot")?.classList.remove("is-hot");
    if (id) this.box.querySelector(`.offer[data-offer="${id}"]`)?.classList.add("is-hot");
  }

  focusCard(id) {
    (this.box.querySelector(`.offer[data-offer="${id}"] .offer__open`) || byId("resultats")).focus();
  }

  say(options) {
    this.request?.abort();
    this.box.setAttribute("aria-busy", "false");
    this.box.replaceChildren(message(options));
  }

  #cards(offers) {
    for (const offer of offers) this.known.set(offer.id, offer);
    return offers.map((offer) => card(offer, this.context));
  }

  #footing(answer) {
    const rest = answer.count - this.cards.children.length;
    const more = rest > 0 && el("button", { type: "button", class: "fr-btn fr-btn--secondary results__more", text: `Voir plus (${rest})`, onClick: () => this.#more() });
    const further = this.beyond && el("button", {
      type: "button",
      class: "fr-link results__beyond",
      text: `${plural(this.beyond.count, "stage", "stages")} de plus à ${this.beyond.minutes}\u202fmin`,
      onClick: () => this.context.onLoosen(this.beyond.minutes),
    });
    this.foot.replaceChildren(...[more, further].filter(Boolean));
  }

  /** What lies just beyond, as far as the slider goes. */
  #beyond(state, beyond) {
    const minutes = Math.min(beyond?.minutes ?? 0, MOST);
    const count = minutes > state.max ? this.context.within(minutes) - this.context.within(state.max) : 0;
    return count > 0 ? { minutes, count } : null;
  }

  async #more() {
    const first = this.cards.children.length;
    this.foot.querySelector(".results__more").disabled = true;
    const answer = await getOffers(this.state, this.page + 1, PAGE, this.request.signal);
    this.page += 1;
    this.cards.append(...this.#cards(answer.results));
    this.#footing(answer);
    this.cards.children[first]?.querySelector(".offer__open").focus();
  }
}
