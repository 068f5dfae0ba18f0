// The one scale of minutes: five steps, one colour each, on map, cards and legend.
import { el } from "./dom.js";

export const STEPS = [15, 30, 45, 60, 90];
export const MOST = STEPS[STEPS.length - 1];

/** Index of the step that these minutes fall in. */
export function band(minutes) {
  const index = STEPS.findIndex((step) => minutes <= step);
  return index < 0 ? STEPS.length - 1 : index;
}

/** The large figure of a card: "32 min" on its colour. */
export function figure(minutes) {
  return el(
    "span",
    { class: `minutes band-${band(minutes)}` },
    el("span", { class: "minutes__figure", text: String(minutes) }),
    " ",
    el("span", { class: "minutes__unit", text: "min" }),
  );
}

/** The legend of a map. */
export function legend(title) {
  return el(
    "div",
    { class: "legend" },
    el("p", { class: "legend__title", text: title }),
    el(
      "ul",
      { class: "legend__steps" },
      ...STEPS.map((step, index) => el("li", { class: `legend__step band-${index}`, text: String(step) })),
    ),
  );
}
