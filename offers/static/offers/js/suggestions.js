// A list of suggestions under a field: type, arrows, Enter, Escape.
import { el, settled } from "../../maps/js/dom.js";

const TYPING_MS = 250;
const FEWEST_LETTERS = 3;

export class Suggestions {
  /**
   * @param {HTMLInputElement} input
   * @param {{label: string, search: function(string, AbortSignal): Promise<Array>, text: function(Object): string, onChoose: function(Object)}} options
   */
  constructor(input, { label, search, text, onChoose }) {
    Object.assign(this, { input, search, text, onChoose, options: [], active: -1 });
    const id = `${input.id}-liste`;
    this.list = el("ul", { id, class: "posting__found", role: "listbox", "aria-label": label, hidden: true });
    input.after(this.list);
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
    })) input.setAttribute(name, value);
    const searchSoon = settled(() => this.#search(), TYPING_MS);
    input.addEventListener("input", searchSoon);
    input.addEventListener("keydown", (event) => this.#onKey(event));
    input.addEventListener("blur", () => this.#fill([]));
  }

  async #search() {
    this.request?.abort();
    const text = this.input.value.trim();
    if (text.length < FEWEST_LETTERS) {
      this.#fill([]);
      return;
    }
    this.request = new AbortController();
    try {
      this.#fill(await this.search(text, this.request.signal));
    } catch {
      // Typing goes on without suggestions.
      this.#fill([]);
    }
  }

  #fill(options) {
    this.options = options;
    this.active = -1;
    this.list.replaceChildren(...options.map((option, index) => el("li", {
      id: `${this.list.id}-${index}`,
      role: "option",
      "aria-selected": "false",
      text: this.text(option),
      // Before the field loses the focus, and with it the list.
      onMouseDown: (event) => {
        event.preventDefault();
        this.#choose(index);
      },
    })));
    const open = options.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.input.removeAttribute("aria-activedescendant");
  }

  #onKey(event) {
    if (this.list.hidden) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      this.list.children[this.active]?.setAttribute("aria-selected", "false");
      this.active = (this.active + moves[event.key] + this.options.length) % this.options.length;
      const item = this.list.children[this.active];
      item.setAttribute("aria-selected", "true");
      item.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", item.id);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#choose(Math.max(this.active, 0));
    } else if (event.key === "Escape") this.#fill([]);
  }

  #choose(index) {
    const option = this.options[index];
    this.request?.abort();
    this.#fill([]);
    this.onChoose(option);
  }
}
