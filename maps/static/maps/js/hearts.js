// Offers that a pupil keeps: one heart each, the same wherever it stands.
import { el } from "./dom.js";

const NAMES = { true: "Retirer de mes favoris", false: "Garder en favori" };

/** The cookie that Django compares with what a request sends. */
function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

export class Hearts {
  /** @param {number[]} kept ids of the offers kept so far */
  constructor(kept) {
    this.kept = new Set(kept);
  }

  /** A button that keeps an offer or lets it go. */
  button(offer) {
    const node = el("button", { type: "button", onClick: () => this.#toggle(node, offer) });
    this.#show(node, offer);
    return node;
  }

  #show(node, offer) {
    const kept = this.kept.has(offer.id);
    node.className = `fr-btn fr-btn--tertiary-no-outline fr-btn--sm offer__heart ${kept ? "fr-icon-heart-fill" : "fr-icon-heart-line"}`;
    node.title = NAMES[kept];
    node.setAttribute("aria-pressed", String(kept));
    node.replaceChildren(`Favori\u202f: ${offer.title}`);
  }

  async #toggle(node, offer) {
    const keep = !this.kept.has(offer.id);
    node.disabled = true;
    const answer = await fetch(`/favoris/${offer.id}/`, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body: new URLSearchParams({ keep: keep ? "1" : "0" }),
    }).catch(() => null);
    node.disabled = false;
    // Signed out meanwhile, or no network: the heart stays as it is.
    if (answer?.ok && !answer.redirected) this.kept[keep ? "add" : "delete"](offer.id);
    this.#show(node, offer);
    node.focus();
  }
}
