// Bands of time around the collège: soft fills under the streets, up to the minutes of the slider.
/* global L */
import { getIsochrones } from "./api.js";
import { band, STEPS } from "./minutes.js";

// The bands are streets with a strip on each side; a wide outline closes the yards between them.
const OUTLINE_M = 90;
const WORLD_M = 40075016.686;

export class Isochrones {
  constructor(map) {
    this.map = map;
    this.layer = L.layerGroup().addTo(map);
    this.known = new Map();
    map.on("zoomend", () => this.layer.eachLayer((band) => band.setStyle({ weight: this.#weight() })));
  }

  /** The outline in pixels at this zoom and latitude. */
  #weight() {
    const metres = (WORLD_M * Math.cos((this.map.getCenter().lat * Math.PI) / 180)) / (256 * 2 ** this.map.getZoom());
    return Math.max(2, OUTLINE_M / metres);
  }

  /** Forget everything and show the bands of this collège; "" for none. */
  async load(college, minutes) {
    this.college = college;
    this.known.clear();
    this.layer.clearLayers();
    if (!college) return;
    await this.#fetch(STEPS);
    await this.show(minutes);
  }

  /** Show the bands up to these minutes. */
  async show(minutes) {
    this.minutes = minutes;
    this.#draw();
    if (this.known.size && !this.known.has(minutes)) {
      await this.#fetch([minutes]);
      if (this.minutes === minutes) this.#draw();
    }
  }

  async #fetch(minutes) {
    const college = this.college;
    const answer = await getIsochrones(college, minutes);
    if (college !== this.college) return;
    for (const feature of answer.features) this.known.set(feature.properties.minutes, feature.geometry);
  }

  #draw() {
    this.layer.clearLayers();
    const within = STEPS.filter((step) => step < this.minutes);
    const drawn = this.known.has(this.minutes) ? [...within, this.minutes] : within;
    // Largest first: each nearer band covers the one behind it.
    for (const minutes of drawn.reverse()) {
      const geometry = this.known.get(minutes);
      if (!geometry) continue;
      L.geoJSON(geometry, { pane: "isochrones", interactive: false, style: { className: `isochrone band-${band(minutes)}`, fillOpacity: 1, opacity: 1, weight: this.#weight() } }).addTo(this.layer);
    }
  }
}
