// Where pupils will come: a pin to drag, or to put by a click.
/* global L */
import { makeMap } from "../../maps/js/basemap.js";
import { byId } from "../../maps/js/dom.js";

const DECIMALS = 6;

export class PinMap {
  /** @param {string} id @param {{tiles: Object, bounds: Array|null}} config @param {function({lat, lon})} onMove */
  constructor(id, config, onMove) {
    byId(id).hidden = false;
    this.map = makeMap(id, config.tiles, config.bounds);
    this.onMove = onMove;
    this.map.on("click", ({ latlng }) => this.#put(latlng));
  }

  show({ lat, lon }) {
    const far = !this.marker || !this.map.getBounds().contains([lat, lon]);
    this.#marker([lat, lon]);
    if (far) this.map.setView([lat, lon], 16, { animate: false });
  }

  #put(latLng) {
    this.#marker(latLng);
    this.onMove({ lat: latLng.lat.toFixed(DECIMALS), lon: latLng.lng.toFixed(DECIMALS) });
  }

  #marker(latLng) {
    if (this.marker) {
      this.marker.setLatLng(latLng);
      return;
    }
    const icon = L.divIcon({ className: "posting__pin", iconSize: [26, 26], iconAnchor: [13, 26] });
    this.marker = L.marker(latLng, { icon, draggable: true, autoPan: true, keyboard: false, title: "Lieu du stage", alt: "Lieu du stage" });
    this.marker.addTo(this.map).on("dragend", () => this.#put(this.marker.getLatLng()));
  }
}
