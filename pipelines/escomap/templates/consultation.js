
// Keeps the answers in this browser, saves them as a file and reads such a file. Nothing is sent anywhere.
"use strict";

const FORMAT = "escomap-consultation-answers";
const form = document.getElementById("consultation");
const role = document.getElementById("role");
const message = document.getElementById("status");
const picker = document.getElementById("file");
const questions = [...form.querySelectorAll("[data-question]")];
const choices = questions.filter((each) => each.matches("fieldset"));
const place = `escomap-consultation-${form.dataset.formId}`;
let respondent = "";
let isSaved = true;
let isKept = true;

function tell(text) {
  message.textContent = text;
}

function answerTo(question) {
  return question.matches("fieldset") ? (question.querySelector("input:checked")?.value ?? "") : question.value.trim();
}

function setAnswer(question, answer) {
  if (!question.matches("fieldset")) question.value = answer;
  else for (const input of question.querySelectorAll("input")) input.checked = input.value === answer;
}

function asked({ dataset }) {
  return { question: dataset.question, key: dataset.key, value: dataset.value };
}

function answers() {
  return questions.map((each) => ({ ...asked(each), answer: answerTo(each) })).filter((each) => each.answer);
}

// A random number that tells two files of one person from those of two persons, and says nothing of either.
function drawRespondent() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function content() {
  respondent ||= drawRespondent();
  const head = { format: FORMAT, version: 1, form_id: form.dataset.formId, esco_version: form.dataset.escoVersion };
  const told = { respondent, role: role.value.trim(), saved_at: new Date().toISOString() };
  return JSON.stringify({ ...head, ...told, answers: answers() }, null, 1);
}

function fill(saved) {
  const given = new Map(saved.answers.map((each) => [[each.question, each.key, each.value].join("\n"), each.answer]));
  for (const each of questions) setAnswer(each, String(given.get(Object.values(asked(each)).join("\n")) ?? ""));
  role.value = String(saved.role ?? "");
  respondent = /^[0-9a-f]{32}$/.test(saved.respondent) ? saved.respondent : "";
}

function parse(text) {
  const saved = JSON.parse(text);
  if (saved?.format !== FORMAT || !Array.isArray(saved.answers)) throw new Error("This is not a file of saved answers.");
  if (saved.form_id !== form.dataset.formId) throw new Error("These are answers to another form.");
  return saved;
}

function show() {
  for (const each of choices) {
    each.classList.toggle("answered", answerTo(each) !== "");
    each.querySelector(".clear").hidden = answerTo(each) === "";
  }
  const chosen = choices.filter((each) => answerTo(each)).length;
  const texts = answers().length - chosen;
  document.getElementById("progress").textContent =
    `${chosen} of ${choices.length} questions answered` + (texts ? `, ${texts} in words.` : ".");
}

function changed() {
  isSaved = false;
  try {
    localStorage.setItem(place, content());
    isKept = true;
  } catch {
    isKept = false;
  }
  tell(isKept ? "" : "This browser does not keep your answers: save them as a file before you close the page.");
  show();
}

// The import leaves texts with HTML out, so whoever writes them is told here.
function markedUp() {
  return [role, ...form.querySelectorAll("textarea")].find((each) => /<[a-z/!][^>]*>/i.test(each.value));
}

function save() {
  const odd = markedUp();
  if (odd) {
    tell("Please write this text without < and >, then save again.");
    return odd.focus();
  }
  if (!answers().length) return tell("There is nothing to save yet.");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content()], { type: "application/json" }));
  link.download = `answers-${form.dataset.formId}-${respondent.slice(0, 6)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  isSaved = true;
  tell(`Saved as ${link.download}. Please send this file.`);
}

async function openFile() {
  const [file] = picker.files;
  picker.value = "";
  if (!file) return;
  try {
    const saved = parse(await file.text());
    const own = answers().length;
    if (own && !confirm(`Replace the ${own} answers on this page by those in the file?`)) return;
    fill(saved);
    changed();
    isSaved = true;
    tell(`${answers().length} answers opened.`);
  } catch (error) {
    const isOdd = error instanceof SyntaxError || error instanceof TypeError;
    tell(isOdd ? "This is not a file of saved answers." : error.message);
  }
}

function deleteAll() {
  if (!confirm("Delete all answers from this page and this browser? Files that you saved stay.")) return;
  fill({ answers: [] });
  try {
    localStorage.removeItem(place);
  } catch {
    // Nothing was kept.
  }
  isSaved = true;
  show();
  tell("Your answers are deleted.");
}

for (const each of choices) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "clear";
  button.textContent = "Take back";
  button.setAttribute("aria-label", `Take back the answer: ${each.querySelector("legend").textContent}`);
  button.addEventListener("click", () => {
    setAnswer(each, "");
    changed();
    each.querySelector("input").focus();
  });
  each.querySelector(".choices").append(button);
}
form.addEventListener("input", changed);
document.getElementById("save").addEventListener("click", save);
document.getElementById("open").addEventListener("click", () => picker.click());
document.getElementById("delete").addEventListener("click", deleteAll);
picker.addEventListener("change", openFile);
addEventListener("beforeunload", (event) => {
  if (!isSaved && !isKept) event.preventDefault();
});
try {
  const kept = localStorage.getItem(place);
  if (kept) {
    fill(parse(kept));
    tell("Your earlier answers are back.");
  }
} catch {
  // A browser that keeps nothing, or something that is not ours: the form begins empty.
}
show();
