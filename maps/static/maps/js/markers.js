// Offers on the map: markers with their minutes inside, clusters with the best minutes inside.
/* global L */
import { band } from "./minutes.js";

function pinIcon(minutes, size, count = 0) {
  const bubble = count ? `<span class="pin__count">${count}</span>` : "";
  return L.divIcon({
    className: "pin-box",
    iconSize: [size, size],
    html: `<div class="pin band-${band(minutes)}${count ? " pin--many" : ""}" style="width:${size}px;height:${size}px">${minutes}${bubble}</div>`,
  });
}

function clusterIcon(cluster) {
  const markers = cluster.getAllChildMarkers();
  const best = Math.min(...markers.map((marker) => marker.options.minutes));
  const size = markers.length < 10 ? 36 : markers.length < 50 ? 42 : 48;
  return pinIcon(best, size, markers.length);
}

export class OfferMarkers {
  /** @param {function(number)} onOpen called with an offer's id */
  constructor(map, onOpen) {
    this.group = L.markerClusterGroup({
      iconCreateFunction: clusterIcon,
      maxClusterRadius: 44,
      showCoverageOnHover: false,
      spiderLegPolylineOptions: { weight: 1, color: "#666", opacity: 0.8 },
      chunkedLoading: true,
    });
    this.map = map.addLayer(this.group);
    this.onOpen = onOpen;
    this.markers = new Map();
    this.hot = null;
  }

  /** Take these offers; `show` decides which are on the map. */
  load(offers) {
    this.offers = offers;
    this.markers = new Map();
    this.shown = null;
  }

  /** Show the offers within these minutes. */
  show(minutes) {
    if (this.shown === minutes) return;
    this.shown = minutes;
    this.group.clearLayers();
    this.group.addLayers(this.offers.filter((offer) => offer.minutes <= minutes).map((offer) => this.#marker(offer)));
  }

  /** Make the marker of this offer, or the cluster it is in, stand out; null for none. */
  heat(id) {
    this.hot?.classList.remove("is-hot");
    const marker = id && this.markers.get(id);
    const visible = marker && this.group.hasLayer(marker) ? this.group.getVisibleParent(marker) : null;
    this.hot = visible?.getElement?.() || visible?._icon || null;
    this.hot?.classList.add("is-hot");
  }

  #marker(offer) {
    // The list offers the same by keyboard; hundreds of tab stops on a map would help nobody.
    const known = this.markers.get(offer.id);
    if (known) return known;
    const marker = L.marker([offer.lat, offer.lon], { icon: pinIcon(offer.minutes, 32), minutes: offer.minutes, keyboard: false, alt: "" });
    this.markers.set(offer.id, marker.on("click", () => this.onOpen(offer.id)));
    return marker;
  }
}
