// A trip on the map, leg by leg: dots for walks, the line's own colour for rides.
/* global L */
import { band } from "./minutes.js";

const WALK = { color: "#161616", weight: 4, dashArray: "1 8", lineCap: "round" };
const DEFAULT_COLOUR = "#000091";

const latLngs = (geometry) => geometry.coordinates.map(([lon, lat]) => [lat, lon]);

export class JourneyLayer {
  constructor(map) {
    this.map = map;
    map.createPane("journey").style.zIndex = 610;
    map.getPane("journey").style.pointerEvents = "none";
    this.layer = L.layerGroup().addTo(map);
  }

  clear() {
    this.layer.clearLayers();
  }

  /** Draw one way of a trip and the offer's place; returns the bounds, null when there is nothing. */
  draw(way, offer) {
    this.clear();
    const bounds = L.latLngBounds([]);
    for (const leg of way.legs) {
      const points = leg.geometry ? latLngs(leg.geometry) : [];
      if (!points.length) continue;
      bounds.extend(points);
      if (leg.kind === "walk") this.#walk(points);
      else this.#ride(points, leg);
    }
    this.#end(offer);
    return bounds.isValid() ? bounds : null;
  }

  #walk(points) {
    this.#line(points, { color: "#fff", weight: 8, opacity: 0.8 });
    this.#line(points, WALK);
  }

  #ride(points, leg) {
    const colour = leg.colour || DEFAULT_COLOUR;
    this.#line(points, { color: "#fff", weight: 10 });
    this.#line(points, { color: colour, weight: 6 });
    for (const point of [points[0], points[points.length - 1]]) {
      this.#mark(point, "stop-dot", 14, "");
    }
    const middle = points[Math.floor(points.length / 2)];
    const flag = L.divIcon({ className: "line-flag-box", iconSize: null, html: "" });
    const marker = L.marker(middle, { icon: flag, interactive: false, keyboard: false, pane: "journey" }).addTo(this.layer);
    const label = document.createElement("span");
    label.className = "line-flag";
    label.textContent = leg.line;
    label.style.cssText = `background:${colour};color:${leg.text_colour || "#fff"}`;
    marker.getElement().append(label);
  }

  #end(offer) {
    const [lon, lat] = offer.point.coordinates;
    const { minutes } = offer.commute;
    this.#mark([lat, lon], `pin pin--end band-${band(minutes)}`, 36, String(minutes));
  }

  #line(points, style) {
    L.polyline(points, { opacity: 1, lineJoin: "round", interactive: false, pane: "journey", ...style }).addTo(this.layer);
  }

  #mark(point, className, size, html) {
    const icon = L.divIcon({ className, iconSize: [size, size], html });
    L.marker(point, { icon, interactive: false, keyboard: false, pane: "journey" }).addTo(this.layer);
  }
}
