// After applying: two or three other stages that the pupil's collège can reach, the same domain first.
import { getAdvised } from "../../maps/js/api.js";
import { byId, el, pageData } from "../../maps/js/dom.js";
import { band } from "../../maps/js/minutes.js";

const SHOWN = 3;
// What the API gives at once.
const MOST = 100;
const { college, weeks, sector, applied } = pageData("others-config");

function line(offer) {
  const minutes = offer.commute.minutes;
  return el(
    "li",
    { class: "others__one" },
    el("span", { class: `others__minutes band-${band(minutes)}`, text: `${minutes}\u202fmin` }),
    el(
      "span",
      {},
      el("a", { href: `/offres/${offer.id}/?college=${encodeURIComponent(college)}`, text: offer.title }),
      el("span", { class: "others__who", text: `${offer.host}, ${offer.city}` }),
    ),
  );
}

async function show() {
  const answer = await getAdvised({ college, weeks, sector }, Math.min(applied.length + SHOWN, MOST));
  const others = answer.results.filter((offer) => !applied.includes(offer.id)).slice(0, SHOWN);
  byId("autres").replaceChildren(...others.map(line));
  byId("autres").hidden = others.length === 0;
}

// Where it cannot be asked, the link to the search stands.
show().catch(() => {});
