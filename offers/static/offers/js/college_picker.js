// Chosen collèges: searched by name or town, kept as a list of their codes.
import { findColleges } from "../../maps/js/api.js";
import { el } from "../../maps/js/dom.js";
import { Suggestions } from "./suggestions.js";

export class CollegePicker {
  constructor(box, field, onChange) {
    Object.assign(this, { field, onChange });
    const input = el("input", { class: "fr-input", id: "college-cherche", type: "text" });
    const label = el("label", { class: "fr-label", for: input.id, text: "Ajouter un collège\u202f: son nom ou sa ville" });
    box.append(el("div", { class: "fr-input-group posting__search" }, label, input));
    new Suggestions(input, {
      label: "Collèges",
      search: async (text, signal) => (await findColleges(text, signal)).results,
      text: (college) => [college.name, college.city, college.uai].filter(Boolean).join(", "),
      onChoose: (college) => {
        input.value = "";
        this.#add(college.uai);
      },
    });
  }

  #add(uai) {
    const codes = this.field.value.split(/[\s,]+/).filter(Boolean);
    if (!codes.includes(uai)) codes.push(uai);
    this.field.value = codes.join("\n");
    this.onChange();
  }
}
