// The home page: the searchable collège; choosing one goes straight to its stages.
import { CollegeField } from "./combobox.js";
import { byId, pageData } from "./dom.js";

const form = byId("depart");
new CollegeField({
  suggestions: pageData("page-config").suggestions,
  onChoose: () => form.requestSubmit(),
});
