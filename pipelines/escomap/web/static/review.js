// Keys and focus. Every key presses a button that is on the page: without this script the page works by mouse and Tab.
"use strict";

const chosen = { outcome: "", place: 0 };

function candidates() {
  return [...document.querySelectorAll(".candidates article")];
}

function choose(place) {
  const all = candidates();
  if (!all.length) return;
  chosen.place = Math.min(Math.max(place, 0), all.length - 1);
  all.forEach((each, at) => each.classList.toggle("chosen", at === chosen.place));
  markWords(all[chosen.place]);
  all[chosen.place].focus();
}

// The words of the outcome that met the chosen candidate; characters are counted as Python counts them.
function markWords(article) {
  const outcome = document.getElementById("outcome");
  const letters = Array.from(outcome.textContent);
  const [start, end] = [Number(article.dataset.start), Number(article.dataset.end)];
  const mark = document.createElement("mark");
  mark.textContent = letters.slice(start, end).join("");
  outcome.replaceChildren(letters.slice(0, start).join(""), ...(end > start ? [mark] : []), letters.slice(end).join(""));
}

function press(button, then = "stay") {
  if (!button) return;
  const field = document.getElementById("then");
  if (field) field.value = then;
  button.click();
}

function answer(judgement, then) {
  press(candidates()[chosen.place]?.querySelector(`[data-say="${judgement}"]`), then);
  if (judgement !== "withdrawn") chosen.place = drawnFrom(chosen.place + 1) ?? chosen.place + 1;
}

// Of a sample the links that were drawn, and have no answer of mine, are those to decide on.
function drawnFrom(place) {
  const isOpen = (each) => "drawn" in each.dataset && !each.querySelector('[aria-pressed="true"]');
  const found = candidates().findIndex((each, at) => at >= place && isOpen(each));
  return found < 0 ? undefined : found;
}

function focusIn(selector) {
  (document.querySelector(`${selector} [aria-pressed="true"]`) ?? document.querySelector(selector))?.focus();
}

const KEYS = {
  j: () => choose(chosen.place + 1),
  k: () => choose(chosen.place - 1),
  a: () => answer("accept"),
  r: () => answer("reject"),
  u: () => answer("unsure"),
  t: () => answer("withdrawn"),
  f: () => answer("accept", "next"),
  x: () => press(document.querySelector("#none button"), "next"),
  c: () => document.getElementById("concept")?.focus(),
  l: () => focusIn("#level button"),
  d: () => focusIn("#dimension button"),
  m: () => document.getElementById("note")?.focus(),
  n: () => press(document.getElementById("next")),
  p: () => press(document.getElementById("previous")),
  z: () => press(document.querySelector("#undo button")),
  "/": () => document.getElementById("filter-search")?.focus(),
};

// What somebody missed goes into the search for a concept; nothing is chosen by it.
document.addEventListener("click", ({ target }) => {
  const field = document.getElementById("concept");
  if (!target.dataset?.look || !field) return;
  field.value = target.dataset.look.slice(0, field.maxLength);
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

function keysWork() {
  return localStorage.getItem("escomap-keys") !== "off";
}

// Keys pressed while an answer is on its way wait for the page that comes: they are meant for it.
const FIELDS = "input:not([type=checkbox]), textarea, select";
const waiting = [];
let isBusy = false;

function handle(key) {
  const group = document.activeElement.closest("#level, #dimension");
  if (!/^[1-9]$/.test(key)) KEYS[key]();
  else if (group) press(group.querySelector(`[data-value="${key}"]`));
  else choose(Number(key) - 1);
}

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.key === "Escape") return choose(chosen.place);
  if (target.id === "concept" && event.key === "Enter") {
    event.preventDefault();
    document.querySelector("#found button")?.focus();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !keysWork()) return;
  if (target.matches(FIELDS)) return;
  if (!/^[1-9]$/.test(event.key) && !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  if (isBusy) waiting.push(event.key);
  else handle(event.key);
});

function settle() {
  const main = document.getElementById("main");
  if (!main) return;
  const box = document.getElementById("keys-on");
  if (box) {
    box.checked = keysWork();
    box.addEventListener("change", () => localStorage.setItem("escomap-keys", box.checked ? "on" : "off"));
  }
  const outcome = main.dataset.outcome ?? "";
  if (outcome !== chosen.outcome) {
    chosen.outcome = outcome;
    chosen.place = drawnFrom(0) ?? 0;
    window.scrollTo(0, 0);
  }
  if (outcome) choose(chosen.place);
}

document.addEventListener("DOMContentLoaded", settle);
document.addEventListener("page:asked", () => {
  isBusy = true;
  // The field is about to be replaced: what is typed from now on is meant for the page that comes.
  if (document.activeElement.matches(FIELDS)) document.activeElement.blur();
});
document.addEventListener("page:shown", settle);
document.addEventListener("page:settled", () => {
  isBusy = false;
  while (waiting.length && !isBusy) {
    handle(waiting.shift());
    // What was typed after a key that leads to a field was meant for the field, which was not there yet.
    if (document.activeElement.matches(FIELDS)) waiting.length = 0;
  }
});
