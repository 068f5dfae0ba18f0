// "Ma classe": the searchable collège, the slider, the print button; the server does the rest.
import { CollegeField } from "./combobox.js";
import { byId, pageData } from "./dom.js";
import { MinutesField } from "./filters.js";

const page = pageData("page-config");
const field = new CollegeField({ suggestions: page.suggestions, onChoose: () => {} });
if (page.college) field.show(page.college);

const slider = new MinutesField({ onMove: () => {}, onSettle: () => {} });
slider.show(Number(byId("minutes").value));

byId("imprimer")?.addEventListener("click", () => window.print());
