// A searchable list of collèges (the combobox of the WAI-ARIA practices): type, arrows, Enter, Escape.
import { ApiError, findColleges } from "./api.js";
import { byId, el, settled } from "./dom.js";
import { plural } from "./text.js";

const TYPING_MS = 180;

export class CollegeField {
  /**
   * @param {{suggestions: Object[], onChoose: function(Object): void}} options
   *   suggestions: collèges shown before anything is typed
   */
  constructor({ suggestions, onChoose }) {
    this.input = byId("college");
    this.list = byId("college-liste");
    this.message = byId("college-message");
    this.hidden = byId("college-uai");
    this.suggestions = suggestions;
    this.onChoose = onChoose;
    this.options = [];
    this.active = -1;
    this.search = settled(() => this.#search(), TYPING_MS);
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("click", () => this.#open());
    this.input.addEventListener("keydown", (event) => this.#onKey(event));
    this.input.addEventListener("blur", () => {
      this.#close();
      // What is sent is the collège chosen last: say so.
      if (this.chosen) this.show(this.chosen);
    });
  }

  /** Show this collège as chosen, without calling anybody. */
  show(college) {
    this.chosen = college;
    this.input.value = college ? college.name : "";
    this.hidden.value = college ? college.uai : "";
    byId("college-champ").classList.toggle("college-field--chosen", Boolean(college));
    this.message.textContent = college ? [college.priority, college.city].filter(Boolean).join(" · ") : "";
  }

  #open() {
    const untouched = !this.input.value || this.input.value === this.chosen?.name;
    if (untouched) this.#fill(this.suggestions);
    else this.search();
  }

  async #search() {
    const text = this.input.value.trim();
    this.request?.abort();
    if (!text) {
      this.#fill(this.suggestions);
      return;
    }
    this.request = new AbortController();
    try {
      const answer = await findColleges(text, this.request.signal);
      this.#fill(answer.results);
      this.message.textContent = answer.count
        ? plural(answer.count, "collège trouvé", "collèges trouvés")
        : "Aucun collège de ce nom. Essaie avec le nom de ta ville.";
    } catch (error) {
      if (error instanceof ApiError) this.message.textContent = error.message;
    }
  }

  #fill(colleges) {
    this.options = colleges;
    this.active = -1;
    this.list.replaceChildren(...colleges.map((college, index) => this.#option(college, index)));
    const open = colleges.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.input.removeAttribute("aria-activedescendant");
  }

  #option(college, index) {
    return el(
      "li",
      {
        id: `college-option-${index}`,
        class: "college-field__option",
        role: "option",
        "aria-selected": "false",
        // Before the field loses the focus, and with it the list.
        onMouseDown: (event) => {
          event.preventDefault();
          this.#choose(index);
        },
      },
      el("span", { class: "college-field__name", text: college.name }),
      college.priority && el("span", { class: "fr-badge fr-badge--sm fr-badge--no-icon college-field__badge", text: college.priority }),
      el("span", { class: "college-field__city", text: [college.postcode, college.city].filter(Boolean).join(" ") }),
    );
  }

  #onKey(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      if (this.list.hidden) this.#open();
      else this.#move(moves[event.key]);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      this.#choose(Math.max(this.active, 0));
    } else if (event.key === "Escape") {
      if (this.list.hidden) this.input.value = "";
      this.#close();
    }
  }

  #move(step) {
    if (!this.options.length) return;
    const items = this.list.children;
    items[this.active]?.setAttribute("aria-selected", "false");
    this.active = (this.active + step + this.options.length) % this.options.length;
    const item = items[this.active];
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", item.id);
  }

  #choose(index) {
    const college = this.options[index];
    if (!college) return;
    this.show(college);
    this.#close();
    this.onChoose(college);
  }

  #close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
