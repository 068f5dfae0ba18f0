// Makes elements without ever reading text as HTML.

/**
 * Make an element.
 * @param {string} tag
 * @param {Object} [props] attributes; `class`, `text`, `hidden`, on<Event> functions and `dataset` are known
 * @param {...(Node|string|null|false)} children
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name === "text") node.textContent = value;
    else if (name === "dataset") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const byId = (id) => document.getElementById(id);

/** The data that the server wrote into the page under this id. */
export function pageData(id) {
  return JSON.parse(byId(id).textContent);
}

/** Call `action` once, `delay` ms after the last of a burst of calls. */
export function settled(action, delay) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), delay);
  };
}

/** Call `action` at most once a frame, with the latest values. */
export function eachFrame(action) {
  let latest = null;
  return (...values) => {
    if (!latest) requestAnimationFrame(() => {
      const now = latest;
      latest = null;
      action(...now);
    });
    latest = values;
  };
}
