// The address of the place, found in our own copy of the national base while it is typed.
import { Suggestions } from "./suggestions.js";

async function findAddresses(text, signal) {
  const response = await fetch(`/api/v1/addresses/?${new URLSearchParams({ q: text })}`, { signal });
  return response.ok ? (await response.json()).results : [];
}

export class AddressField extends Suggestions {
  constructor(input, onChoose) {
    super(input, { label: "Adresses", search: findAddresses, text: (found) => found.label, onChoose });
  }
}
