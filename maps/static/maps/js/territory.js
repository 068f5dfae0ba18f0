// "Où manque-t-il des stages ?": collèges and neighbourhoods by their seats, tied to the table.
/* global L */
import { makeMap } from "./basemap.js";
import { byId, el, pageData } from "./dom.js";

const page = pageData("page-config");
const map = makeMap("map", page.map.tiles, page.map.bounds);
const layers = new Map();
let lit = null;

const classOf = (properties) => (properties.classe ? `seats-${properties.classe - 1}` : "seats--unknown");

function marker(feature, latLng) {
  const { places } = feature.properties;
  const known = places !== null;
  // What is not computed yet stays small and behind.
  const size = known ? 34 : 14;
  const icon = L.divIcon({
    className: `seat-pin ${classOf(feature.properties)}`,
    iconSize: [size, size],
    html: known ? `<span>${places}</span>` : "",
  });
  return L.marker(latLng, { icon, keyboard: false, alt: "", zIndexOffset: known ? 1000 : 0 });
}

function popup({ nom, commune, label, phrase }) {
  return el("div", { class: "seat-popup" }, el("p", { class: "seat-popup__name", text: nom }), el("p", { text: [label, commune].filter(Boolean).join(" · ") }), el("p", { text: phrase }));
}

function light(id) {
  if (lit) document.querySelector(`[data-feature="${lit}"]`)?.classList.remove("is-hot");
  lit = id;
  if (id) document.querySelector(`[data-feature="${id}"]`)?.classList.add("is-hot");
}

function addFeature(feature, layer) {
  layers.set(feature.id, layer);
  layer.bindPopup(popup(feature.properties), { maxWidth: 260 });
  layer.on("mouseover popupopen", () => light(feature.id));
  layer.on("mouseout popupclose", () => light(null));
}

function goTo(id) {
  const layer = layers.get(id);
  if (!layer) return;
  if (layer.getBounds) map.fitBounds(layer.getBounds(), { maxZoom: 14, padding: [60, 60] });
  else map.setView(layer.getLatLng(), Math.max(map.getZoom(), 13));
  layer.openPopup();
}

async function load() {
  const response = await fetch(page.geojson);
  const collection = await response.json();
  const style = (feature) => ({ className: `seat-area ${classOf(feature.properties)}`, weight: 2, fillOpacity: 0.85 });
  const layer = L.geoJSON(collection, { pointToLayer: marker, style, onEachFeature: addFeature }).addTo(map);
  const known = collection.features.filter((feature) => feature.properties.places !== null);
  const bounds = known.length ? L.geoJSON(known).getBounds() : layer.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [30, 30], maxZoom: 14, animate: false });
}

for (const row of document.querySelectorAll(".ranking__row")) {
  const id = row.dataset.feature;
  const pin = () => layers.get(id)?.getElement?.();
  row.querySelector(".ranking__name").addEventListener("click", () => goTo(id));
  row.addEventListener("mouseenter", () => pin()?.classList.add("is-hot"));
  row.addEventListener("mouseleave", () => pin()?.classList.remove("is-hot"));
}
for (const button of document.querySelectorAll(".ranking__more")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const rows = button.parentElement.querySelectorAll("[data-more]");
    for (const row of rows) row.hidden = false;
    button.remove();
    rows[0].querySelector(".ranking__name").focus();
  });
}
byId("departement").form.addEventListener("change", (event) => event.currentTarget.requestSubmit());
load();
