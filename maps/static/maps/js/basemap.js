// The base map: our own vector tiles in quiet greys, in two parts so that bands of time lie between.
/* global L, protomapsL */

const LAND = "#f5f4f1";
const BUILT = "#efedea";
const BUILDING = "#e3e0dc";
const GREEN = "#dfe9d6";
const WATER = "#c3d8e6";
const RAIL = "#b9b7b3";
const TEXT = "#5a5a5a";
const FONT = "Marianne, arial, sans-serif";

// width in pixels at zooms 10, 13, 16, 19
const STREETS = [
  ["path", "#ffffff", [0, 0, 1.2, 3]],
  ["service", "#ffffff", [0, 0, 1.6, 6]],
  ["pedestrian", "#fbfaf8", [0, 0.5, 3, 10]],
  ["street", "#ffffff", [0, 0.9, 4.5, 16]],
  ["tertiary", "#ffffff", [0.4, 1.6, 6.5, 20]],
  ["secondary", "#ffffff", [0.8, 2.2, 8, 24]],
  ["primary", "#ffffff", [1, 2.8, 9, 26]],
  ["motorway", "#fdf6e3", [1.4, 3.4, 10, 28]],
];

function width(stops) {
  return protomapsL.exp(1.5, [[10, stops[0]], [13, stops[1]], [16, stops[2]], [19, stops[3]]]);
}

function groundRules() {
  const fill = (dataLayer, color, filter) => ({
    dataLayer,
    filter,
    symbolizer: new protomapsL.PolygonSymbolizer({ fill: color }),
  });
  const isArea = (_zoom, feature) => feature.geomType === 3;
  return [
    fill("building", BUILT, (_zoom, feature) => feature.props.detail !== "building"),
    fill("green", GREEN),
    fill("water", WATER, isArea),
    {
      dataLayer: "water",
      filter: (_zoom, feature) => feature.geomType === 2,
      symbolizer: new protomapsL.LineSymbolizer({ color: WATER, width: width([1, 1.5, 4, 12]), lineCap: "round", lineJoin: "round" }),
    },
    fill("building", BUILDING, (_zoom, feature) => feature.props.detail === "building"),
  ];
}

function lineRules() {
  const line = (detail, color, extra, stops) => ({
    dataLayer: "street",
    filter: (_zoom, feature) => feature.props.detail === detail,
    symbolizer: new protomapsL.LineSymbolizer({
      color,
      width: (zoom) => {
        const inner = width(stops)(zoom);
        return inner && inner + extra;
      },
      lineCap: "round",
      lineJoin: "round",
    }),
  });
  return [
    ...STREETS.filter(([detail]) => detail !== "path").map(([detail, , stops]) => line(detail, "#cfccc7", 1.2, stops)),
    ...STREETS.map(([detail, color, stops]) => line(detail, detail === "path" ? "#d6d3ce" : color, 0, stops)),
    {
      dataLayer: "rail",
      symbolizer: new protomapsL.LineSymbolizer({ color: RAIL, width: width([0.6, 1, 2, 3]) }),
    },
  ];
}

function labelRules() {
  const place = (details, size, weight, minzoom, maxzoom) => ({
    dataLayer: "place",
    minzoom,
    maxzoom,
    filter: (_zoom, feature) => details.includes(feature.props.detail),
    symbolizer: new protomapsL.CenteredTextSymbolizer({
      labelProps: ["name"], fill: "#3a3a3a", stroke: "#fff", width: 2, font: `${weight} ${size}px ${FONT}`, lineHeight: 1.3,
    }),
  });
  const street = (details, size, minzoom) => ({
    dataLayer: "street",
    minzoom,
    filter: (_zoom, feature) => details.includes(feature.props.detail),
    symbolizer: new protomapsL.LineLabelSymbolizer({
      labelProps: ["name"], fill: TEXT, stroke: "#fff", width: 3, font: `500 ${size}px ${FONT}`,
      position: 2, repeatDistance: 400,
    }),
  });
  return [
    place(["city", "town"], 15, 700, 6, 13),
    place(["village", "suburb"], 13, 500, 11, 15),
    place(["quarter", "neighbourhood", "hamlet"], 12, 500, 13, 16),
    street(["motorway", "primary", "secondary"], 11, 14),
    street(["tertiary", "street", "pedestrian"], 11, 15),
    street(["service", "path"], 10, 17),
  ];
}

/**
 * Add the base map; what is drawn in the pane "isochrones" lies above the ground, under the streets.
 * @param {L.Map} map
 * @param {{url: string, server: string, attribution: string}} tiles `server`: an outside tile server, if any
 */
export function addBasemap(map, tiles) {
  map.createPane("isochrones").style.zIndex = 250;
  map.createPane("streets").style.zIndex = 300;
  map.getPane("streets").style.pointerEvents = "none";
  if (tiles.server) {
    L.tileLayer(tiles.server, { attribution: tiles.attribution, maxZoom: 19 }).addTo(map);
    return;
  }
  const common = { url: tiles.url, maxDataZoom: 15, attribution: tiles.attribution };
  const fonts = ["500 11px Marianne", "700 15px Marianne"].map((font) => document.fonts.load(font));
  const ground = protomapsL.leafletLayer({ ...common, paintRules: groundRules(), labelRules: [], backgroundColor: LAND });
  const streets = protomapsL.leafletLayer({
    ...common, pane: "streets", paintRules: lineRules(), labelRules: labelRules(), tasks: fonts,
  });
  // Both parts are drawn from the same tiles: share them rather than fetch and decode them twice.
  streets.views = ground.views;
  ground.addTo(map);
  streets.addTo(map);
}

/** Make a map of a page, with its words in French. */
export function makeMap(id, tiles, bounds) {
  const map = L.map(id, { zoomControl: false, maxZoom: 19, minZoom: 6, attributionControl: false });
  L.control.attribution({ prefix: false }).addTo(map);
  L.control.zoom({ position: "topright", zoomInTitle: "Zoomer", zoomOutTitle: "Dézoomer" }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  addBasemap(map, tiles);
  if (bounds) map.fitBounds(bounds, { animate: false });
  else map.setView([46.6, 2.4], 6);
  return map;
}
