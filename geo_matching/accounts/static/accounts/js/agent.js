// Asks for the one place that goes with the function; without JavaScript the three stand there.
const PLACES = { prefecture: "departement", rectorat: "academy", region: "region" };

const chosen = () => document.querySelector("input[name=agent_role]:checked")?.value;

function show() {
  for (const place of Object.values(PLACES)) {
    const field = document.getElementById(`id_${place}`);
    field.closest(".fr-select-group").hidden = PLACES[chosen()] !== place;
  }
}

document.querySelectorAll("input[name=agent_role]").forEach((one) => one.addEventListener("change", show));
show();
