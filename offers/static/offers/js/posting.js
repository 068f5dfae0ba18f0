// Posting an offer: what is typed is kept at once, and quality and reach follow beside the form.
import { byId, pageData, settled } from "../../maps/js/dom.js";
import { AddressField } from "./address_field.js";
import { CollegePicker } from "./college_picker.js";
import { PinMap } from "./pin_map.js";
import { ReachBox } from "./reach.js";

const TYPING_MS = 600;
const EXPIRED = "Votre session a expiré. Cliquez sur le bouton pour continuer\u202f: après la connexion, tout sera là.";

const config = pageData("map-config");
const state = pageData("live-config");
const form = byId("etape");
const reach = new ReachBox(config);
const field = (name) => form.elements[name];
let pin = null;

function setPlace(place) {
  field("lat").value = place.lat;
  field("lon").value = place.lon;
  field("precision").value = place.precision;
  field("found_for").value = place.found_for ?? "";
}

/** What the server read in the form: where the place is now, and for which hours. */
function follow(answer) {
  byId("qualite").innerHTML = answer.quality;
  if (pin) byId("precision").textContent = answer.place_words;
  if (pin && answer.place) {
    setPlace(answer.place);
    pin.show(answer.place);
  }
  reach.ask(answer);
}

let asked = 0;

async function save() {
  const turn = ++asked;
  const told = byId("enregistre");
  try {
    const response = await fetch(form.dataset.live, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      redirect: "manual",
    });
    if (response.type === "opaqueredirect") told.textContent = EXPIRED;
    if (!response.ok) return;
    const answer = await response.json();
    // Somebody who types on has a later answer coming.
    if (turn !== asked) return;
    told.textContent = `Brouillon enregistré à ${answer.saved}.`;
    follow(answer);
  } catch {
    told.textContent = "Pas de connexion\u202f: ce que vous écrivez sera enregistré quand elle reviendra.";
  }
}

const saveSoon = settled(save, TYPING_MS);

/** Show only what the chosen answers ask for. */
function fold() {
  for (const name of ["rhythm", "reception", "audience"]) {
    const chosen = field(name)?.value;
    if (chosen === undefined) continue;
    for (const part of form.querySelectorAll(`[data-${name}]`)) {
      part.hidden = !part.dataset[name].split(" ").includes(chosen);
    }
  }
}

if (form) {
  if (byId("lieu-carte")) {
    pin = new PinMap("lieu-carte", config, (place) => {
      setPlace({ ...place, precision: "given" });
      saveSoon();
    });
    if (state.place) pin.show(state.place);
    new AddressField(field("street"), (found) => {
      for (const name of ["street", "postcode", "city"]) field(name).value = found[name];
      // The server finds the same address again, and says for which words.
      for (const name of ["lat", "lon", "precision", "found_for"]) field(name).value = "";
      save();
    });
  }
  if (byId("colleges-choisis")) new CollegePicker(byId("colleges-choisis"), field("reserved"), saveSoon);
  form.addEventListener("input", saveSoon);
  form.addEventListener("change", fold);
  fold();
}
reach.ask(state);
