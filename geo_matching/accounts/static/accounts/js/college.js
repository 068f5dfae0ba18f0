// The searchable collège of the sign-up form.
import { CollegeField } from "../../maps/js/combobox.js";
import { byId } from "../../maps/js/dom.js";

const field = new CollegeField({ suggestions: [], onChoose: () => {} });
const { name, uai } = byId("college-champ").dataset;
if (uai) field.show({ name, uai });
// What was chosen before no longer counts once something else is typed.
byId("college").addEventListener("input", () => {
  byId("college-uai").value = "";
  field.chosen = null;
});
