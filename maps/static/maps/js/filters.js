// The slider of minutes, the chips of domains, the week and the order.
import { byId, el } from "./dom.js";
import { band } from "./minutes.js";

const FEW = 4;

export class MinutesField {
  /** @param {{onMove: function(number), onSettle: function(number)}} context */
  constructor({ onMove, onSettle }) {
    this.input = byId("minutes");
    this.figure = byId("minutes-valeur");
    this.input.addEventListener("input", () => {
      this.#paint();
      onMove(Number(this.input.value));
    });
    this.input.addEventListener("change", () => onSettle(Number(this.input.value)));
  }

  show(minutes) {
    this.input.value = minutes;
    this.#paint();
  }

  #paint() {
    const minutes = Number(this.input.value);
    const { min, max } = this.input;
    this.figure.replaceChildren(el("strong", { text: String(minutes) }), "\u202fmin");
    this.figure.className = `minutes-field__figure band-${band(minutes)}`;
    this.input.style.setProperty("--at", `${((minutes - min) / (max - min)) * 100}%`);
    this.input.setAttribute("aria-valuetext", `${minutes} minutes`);
  }
}

export class Chips {
  /** @param {{sectors: Object<string, {name: string, icon: string}>, onChange: function(string[])}} context */
  constructor({ sectors, onChange }) {
    this.box = byId("domaines");
    this.list = byId("domaines-liste");
    this.sectors = sectors;
    this.onChange = onChange;
    this.all = false;
  }

  /** Show the sectors of these offers, the most frequent first, with how many each has. */
  show(offers, chosen) {
    const counts = new Map(chosen.map((code) => [code, 0]));
    for (const offer of offers) counts.set(offer.sector, (counts.get(offer.sector) || 0) + 1);
    const codes = [...counts.keys()].filter((code) => this.sectors[code]);
    codes.sort((a, b) => counts.get(b) - counts.get(a) || this.sectors[a].name.localeCompare(this.sectors[b].name, "fr"));
    this.chosen = chosen;
    this.codes = codes;
    this.counts = counts;
    this.#draw();
  }

  #draw() {
    const shown = this.all ? this.codes : this.codes.filter((code, index) => index < FEW || this.chosen.includes(code));
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.code : null;
    this.list.replaceChildren(...shown.map((code) => this.#chip(code)));
    if (this.codes.length > FEW) this.list.append(this.#toggle());
    if (focused) this.list.querySelector(`[data-code="${focused}"]`)?.focus();
  }

  #chip(code) {
    const { name, icon } = this.sectors[code];
    const pressed = this.chosen.includes(code);
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: `chip ${icon}`, "aria-pressed": String(pressed), dataset: { code }, onClick: () => this.#press(code) },
        el("span", { text: name }),
        el("span", { class: "chip__count", text: String(this.counts.get(code)) }),
      ),
    );
  }

  #toggle() {
    const text = this.all ? "Moins de domaines" : `Tous les domaines (${this.codes.length})`;
    return el("li", {}, el("button", {
      type: "button", class: "chip chip--more", "aria-expanded": String(this.all), dataset: { code: "plus" }, text,
      onClick: () => {
        this.all = !this.all;
        this.#draw();
      },
    }));
  }

  #press(code) {
    this.onChange(this.chosen.includes(code) ? this.chosen.filter((other) => other !== code) : [...this.chosen, code]);
  }
}
