// An offer's own page: its place on the map, and the trip there and back from a collège.
/* global L */
import { ApiError, getJourney } from "./api.js";
import { makeMap } from "./basemap.js";
import { CollegeField } from "./combobox.js";
import { byId, el, pageData } from "./dom.js";
import { dayText, legs, wayText, WAYS } from "./drawer.js";
import { JourneyLayer } from "./journey_layer.js";
import { band } from "./minutes.js";

const page = pageData("page-config");
const map = makeMap("map", page.map.tiles, null);
const layer = new JourneyLayer(map);
let journey = null;

function place() {
  const icon = L.divIcon({ className: `pin pin--end band-${band(0)}`, iconSize: [24, 24], html: "" });
  L.marker(page.point, { icon, interactive: false, keyboard: false }).addTo(map);
  map.setView(page.point, 15, { animate: false });
}

/** The offer as the map's layer wants it: where it is, and the longer of both ways. */
function target() {
  const minutes = WAYS.map(([, , key]) => journey[key]?.minutes ?? 0);
  const [lat, lon] = page.point;
  return { point: { coordinates: [lon, lat] }, commute: { minutes: Math.max(...minutes) } };
}

function showWay(name) {
  const index = WAYS.findIndex(([key]) => key === name);
  const way = journey[WAYS[index][2]];
  const text = way ? [wayText(way, index), legs(way)] : [el("p", { text: "Ce trajet n'est pas possible ce jour-là." })];
  byId("etapes").replaceChildren(dayText(journey.timetable), ...text);
  const bounds = way && layer.draw(way, target());
  if (bounds) map.fitBounds(bounds, { padding: [30, 30], maxZoom: 16, animate: false });
}

async function showTrip() {
  byId("etapes").replaceChildren(el("span", { class: "ghost ghost--legs" }));
  try {
    journey = await getJourney(page.offer, { college: page.college.uai, week: page.week, schoolWeeks: [] });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    byId("etapes").replaceChildren(el("p", { text: error.message }));
    return;
  }
  byId("sens").hidden = false;
  showWay("aller");
}

for (const input of document.querySelectorAll('input[name="sens"]')) {
  input.addEventListener("change", () => showWay(input.value));
}
place();
if (page.college) showTrip();
else {
  new CollegeField({
    suggestions: page.suggestions,
    onChoose: (college) => {
      const query = new URLSearchParams(window.location.search);
      query.set("college", college.uai);
      window.location.assign(`?${query}`);
    },
  });
}
