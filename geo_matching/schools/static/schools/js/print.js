// The button that prints the page; without it the browser's own menu does.
document.getElementById("imprimer").addEventListener("click", () => window.print());
