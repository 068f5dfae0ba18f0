// The pupil's map: collèges to start from, bands of time, offers, and the trip being looked at.
/* global L */
import { makeMap } from "./basemap.js";
import { Isochrones } from "./isochrones.js";
import { JourneyLayer } from "./journey_layer.js";
import { OfferMarkers } from "./markers.js";
import { legend } from "./minutes.js";

const WIDE = window.matchMedia("(min-width: 62em)");
const DRAWER_PX = 420;

/** Bounds that leave out a few far ones: they would make all others tiny. */
function mostOf(offers) {
  const middle = (values) => {
    const sorted = values.sort((a, b) => a - b);
    const cut = Math.floor(sorted.length * 0.04);
    return [sorted[cut], sorted[sorted.length - 1 - cut]];
  };
  const [south, north] = middle(offers.map((offer) => offer.lat));
  const [west, east] = middle(offers.map((offer) => offer.lon));
  return L.latLngBounds([south, west], [north, east]);
}

function schoolIcon(size, start) {
  return L.divIcon({
    className: `school fr-icon-school-fill${start ? " school--start" : ""}`,
    iconSize: [size, size],
    html: "",
  });
}

export class PupilMap {
  /** @param {{tiles: Object, bounds: Array|null, onOffer: function(number), onCollege: function(Object)}} context */
  constructor({ tiles, bounds, onOffer, onCollege }) {
    this.map = makeMap("map", tiles, bounds);
    this.onCollege = onCollege;
    this.isochrones = new Isochrones(this.map);
    this.map.createPane("schools").style.zIndex = 620;
    this.schools = L.layerGroup().addTo(this.map);
    this.markers = new OfferMarkers(this.map, onOffer);
    this.journey = new JourneyLayer(this.map);
    this.drawerOpen = false;
    const box = L.control({ position: "bottomleft" });
    box.onAdd = () => legend("Minutes de trajet");
    box.addTo(this.map);
  }

  /** Show collèges to choose from. */
  offerColleges(colleges) {
    this.schools.clearLayers();
    for (const college of colleges.filter((one) => one.point)) {
      this.#school(college, 28, false).on("click", () => this.onCollege(college));
    }
  }

  /** Show only the collège that trips start from; its offers are still to come. */
  startAt(college) {
    this.schools.clearLayers();
    if (college.point) this.#school(college, 36, true);
    this.markers.load([]);
    this.markers.show(0);
    this.lookAround(college, []);
  }

  /** Look at the collège and at the offers within reach. */
  lookAround(college, offers) {
    if (offers.length) {
      const bounds = mostOf(offers);
      if (college.point) bounds.extend(this.#latLng(college));
      this.#fit(bounds);
    } else if (college.point) this.map.setView(this.#latLng(college), 13, { animate: false });
  }

  /** Draw one way of the trip to an offer of so many minutes, and look at all of it. */
  drawWay(way, offer) {
    const bounds = way && this.journey.draw(way, offer);
    if (bounds) this.#fit(bounds);
  }

  setDrawer(open) {
    this.drawerOpen = open;
    this.map.getContainer().classList.toggle("map--journey", open);
    if (!open) this.journey.clear();
  }

  resize() {
    this.map.invalidateSize({ animate: false });
  }

  #school(college, size, start) {
    const marker = L.marker(this.#latLng(college), { icon: schoolIcon(size, start), pane: "schools", keyboard: false, alt: "" });
    return marker.bindTooltip(college.name, { direction: "top", offset: [0, -size / 2] }).addTo(this.schools);
  }

  #latLng(college) {
    const [lon, lat] = college.point.coordinates;
    return [lat, lon];
  }

  #fit(bounds) {
    const right = this.drawerOpen && WIDE.matches ? DRAWER_PX : 0;
    this.map.fitBounds(bounds, { paddingTopLeft: [40, 40], paddingBottomRight: [40 + right, 60], maxZoom: 16 });
  }
}
