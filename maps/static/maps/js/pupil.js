// "Trouver mon stage": keeps the address, the list, the map and the drawer in step.
import { ApiError, getCollege, getJourney, getMarkers, getOffer, getRanked } from "./api.js";
import { CollegeField } from "./combobox.js";
import { byId, eachFrame, el, pageData, settled } from "./dom.js";
import { Drawer } from "./drawer.js";
import { Chips, MinutesField } from "./filters.js";
import { Hearts } from "./hearts.js";
import { OfferList } from "./list.js";
import * as messages from "./messages.js";
import { MOST } from "./minutes.js";
import { PupilMap } from "./pupil_map.js";
import { addressOf, readState, writeState } from "./state.js";
import { addressText, hoursText, plural, weeksText } from "./text.js";

const SETTLE_MS = 220;
const PHONE = window.matchMedia("(max-width: 61.99em)");

const page = pageData("page-config");
let state = asked();
let offers = [];
let college = null;

const icon = (code) => page.sectors[code]?.icon || "fr-icon-briefcase-line";
const map = new PupilMap({ ...page.map, onOffer: openById, onCollege: chooseCollege });
const field = new CollegeField({ suggestions: page.suggestions, onChoose: chooseCollege });
const slider = new MinutesField({ onMove: eachFrame(preview), onSettle: settleMinutes });
const chips = new Chips({ sectors: page.sectors, onChange: (sectors) => change({ sectors }) });
const hearts = page.favourites && new Hearts(page.favourites);
const list = new OfferList({
  icon,
  hearts,
  addressOf: pageOf,
  onOpen: openOffer,
  onHover: (id) => map.markers.heat(id),
  within,
  onTimetable: (timetable) => tellTimetable(timetable.notice),
  onLoosen: (minutes) => change({ max: minutes }),
  onClearFilters: () => change({ sectors: [], week: "" }),
  over: page.over,
});
const drawer = new Drawer(byId("trajet"), { icon, addressOf: pageOf, onClose: closeOffer, onWay: showWay, onMap: lookAtTrip });
const reloadList = settled(loadList, SETTLE_MS);
const reloadBands = settled((minutes) => map.isochrones.show(minutes).catch(tell), SETTLE_MS);

/** What the address asks; a signed-in pupil starts at its collège and keeps to its weeks. */
function asked() {
  const read = readState();
  const { ownCollege, schoolWeeks } = page;
  const week = !schoolWeeks.length || schoolWeeks.includes(read.week) ? read.week : "";
  return { ...read, week, schoolWeeks, college: read.college || ownCollege };
}

/** The page of an offer, which leads on to its neighbours in this list. */
function pageOf(id) {
  const list = addressOf({ ...state, offer: null });
  return `/offres/${id}/${list.startsWith("?") ? list : ""}`;
}

/** What the filters keep, whatever the minutes. */
function fitting() {
  return state.sectors.length ? offers.filter((offer) => state.sectors.includes(offer.sector)) : offers;
}

function within(minutes) {
  return fitting().filter((offer) => offer.minutes <= minutes).length;
}

function tell(error) {
  if (error.name === "AbortError") return;
  if (!(error instanceof ApiError)) throw error;
  const unserved = error.code === "NO_TIMETABLE";
  if (unserved) hideControls();
  list.say(unserved ? messages.noTimetable(() => byId("college").focus()) : messages.failure(error.message, load));
}

/** Say that the figures rest on the timetable of another time; "" = they do not. */
function tellTimetable(notice) {
  const box = byId("horaires");
  box.hidden = !notice;
  box.replaceChildren(el("p", { text: notice }));
}

function hideControls() {
  byId("compte").textContent = "";
  tellTimetable("");
  byId("filtres").hidden = byId("tri").hidden = true;
}

function welcome() {
  hideControls();
  map.offerColleges(page.suggestions);
  list.say(messages.welcome(page.suggestions, chooseCollege));
}

function count(minutes) {
  const kept = within(minutes);
  const found = kept ? plural(kept, "stage", "stages") : "Aucun stage";
  byId("compte").replaceChildren(found, el("span", { class: "count__tail", text: ` à ${minutes}\u202fmin ou moins` }));
}

/** While the slider moves: what is already known follows at once. */
function preview(minutes) {
  if (!college) return;
  state.max = minutes;
  count(minutes);
  map.markers.show(minutes);
  list.trim(minutes);
  reloadBands(minutes);
  reloadList();
}

function settleMinutes(minutes) {
  state.max = minutes;
  writeState(state);
}

/** Change what is asked: filters, week, order, minutes. */
function change(changes) {
  const week = "week" in changes && changes.week !== state.week;
  state = { ...state, ...changes };
  writeState(state);
  showControls();
  drawer.follow();
  if (!college) return;
  if (!week) {
    refresh();
    return;
  }
  loadOffers().catch(tell);
  if (state.offer && drawer.offer?.id === state.offer) loadTrip(drawer.offer);
}

function showControls() {
  slider.show(state.max);
  byId("semaine").value = state.week;
  const order = document.querySelector(`input[name="sort"][value="${state.sort}"]`);
  if (order) order.checked = true;
}

function refresh() {
  count(state.max);
  map.markers.load(fitting());
  map.markers.show(state.max);
  reloadBands(state.max);
  loadList();
}

function loadList() {
  chips.show(offers.filter((offer) => offer.minutes <= state.max), state.sectors);
  return list.load(state).catch(tell);
}

async function loadOffers() {
  offers = await getMarkers({ college: state.college, sectors: [], week: state.week, schoolWeeks: state.schoolWeeks }, MOST);
  byId("filtres").hidden = byId("tri").hidden = false;
  refresh();
}

async function load() {
  closeDrawer();
  list.wait();
  byId("compte").textContent = "";
  try {
    college = page.suggestions.find((one) => one.uai === state.college) || (await getCollege(state.college));
  } catch (error) {
    tell(error);
    return;
  }
  field.show(college);
  map.startAt(college);
  map.isochrones.load(college.uai, state.max).catch(tell);
  try {
    await loadOffers();
    if (state.offer) await openById(state.offer);
    else map.lookAround(college, fitting().filter((offer) => offer.minutes <= state.max));
  } catch (error) {
    tell(error);
  }
}

function chooseCollege(chosen) {
  state = { ...state, college: chosen.uai, sectors: [], offer: null };
  writeState(state, { push: true });
  load();
}

/** Open an offer known only by its marker: its place in the ranking says which page holds it. */
async function openById(id) {
  const known = list.known.get(id);
  if (known) return openOffer(known);
  const rank = offers.findIndex((offer) => offer.id === id);
  if (rank < 0) return undefined;
  const offer = await getRanked(state.college, state.week || state.schoolWeeks, MOST, rank).catch(tell);
  return offer && openOffer(offer);
}

async function openOffer(offer) {
  state = { ...state, offer: offer.id };
  writeState(state);
  list.known.set(offer.id, offer);
  list.heat(offer.id);
  map.setDrawer(true);
  drawer.open(offer, PHONE.matches);
  await loadTrip(offer);
}

/** Tell the trip of the chosen week; an answer that comes too late is left aside. */
async function loadTrip(offer) {
  const { week } = state;
  try {
    const [journey, detail] = await Promise.all([getJourney(offer.id, state), getOffer(offer.id)]);
    if (state.offer !== offer.id || state.week !== week) return;
    drawer.journey = journey;
    showWay(state.way);
    drawer.describe(detail, { weeks: weeksText(detail.weeks), hours: hoursText(detail.hours), address: addressText(detail) });
  } catch (error) {
    if (error instanceof ApiError) drawer.fail(error.message);
    else throw error;
  }
}

function showWay(way) {
  state = { ...state, way };
  writeState(state);
  if (drawer.journey) map.drawWay(drawer.showWay(drawer.journey, way), drawer.offer);
}

/** On a phone: put the sheet away and look at the trip on the map. */
function lookAtTrip() {
  drawer.close();
  showMap(true);
  byId("trajet-rappel").hidden = false;
  byId("trajet-rappel-titre").textContent = drawer.offer.title;
  showWay(state.way);
  byId("trajet-rappel").focus();
}

function closeDrawer() {
  drawer.close();
  map.setDrawer(false);
  byId("trajet-rappel").hidden = true;
}

function closeOffer() {
  const id = state.offer;
  closeDrawer();
  list.heat(null);
  state = { ...state, offer: null, way: "aller" };
  writeState(state);
  list.focusCard(id);
}

/** On a phone the map lies over the list; elsewhere both are there. */
function showMap(shown) {
  byId("page").classList.toggle("pupil--map", shown);
  const button = byId("bascule");
  button.setAttribute("aria-pressed", String(shown));
  button.textContent = shown ? "Liste" : "Carte";
  button.className = `fr-btn fr-btn--icon-left ${shown ? "fr-icon-list-unordered" : "fr-icon-road-map-line"}`;
  map.resize();
}

function start() {
  showControls();
  if (state.college) load();
  else {
    college = null;
    field.show(null);
    closeDrawer();
    welcome();
  }
}

byId("semaine").addEventListener("change", (event) => change({ week: event.target.value }));
byId("tri").addEventListener("change", (event) => change({ sort: event.target.value }));
byId("trajet-rappel").addEventListener("click", () => {
  byId("trajet-rappel").hidden = true;
  drawer.reopen(PHONE.matches);
});
byId("bascule").addEventListener("click", () => {
  const shown = byId("page").classList.contains("pupil--map");
  if (shown && state.offer) closeOffer();
  showMap(!shown);
});
window.addEventListener("popstate", () => {
  state = asked();
  start();
});
start();
