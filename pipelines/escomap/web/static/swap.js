// Links and forms get the next page in the background, and only #page changes: no flicker, and keys can wait for it.
// Without this script every link and form works as HTML has it.
"use strict";

const PAUSE_IN_TYPING = 150; // milliseconds
let pages = 0; // requests for a page so far: of two on their way at once the later one is shown

async function pageAt(url, options) {
  const answer = await fetch(url, { credentials: "same-origin", ...options });
  const content = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { url: answer.url, content };
}

function replace(content, selector) {
  const [now, next] = [document.querySelector(selector), content.querySelector(selector)];
  if (!now || !next) return false;
  now.replaceWith(document.adoptNode(next));
  return true;
}

async function show(url, options) {
  const own = ++pages;
  document.dispatchEvent(new Event("page:asked"));
  try {
    const page = await pageAt(url, options);
    if (own !== pages) return;
    if (!replace(page.content, "#page")) return location.assign(page.url);
    document.title = page.content.title;
    if (page.url !== location.href) history.pushState(null, "", page.url);
    document.dispatchEvent(new Event("page:shown"));
  } catch {
    document.getElementById("status").textContent = "The server does not answer. Is it still running?";
  } finally {
    if (own === pages) document.dispatchEvent(new Event("page:settled"));
  }
}

function isOurs(url) {
  return url.origin === location.origin;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (!isOurs(new URL(link.href)) || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  show(link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  const url = new URL(button?.getAttribute("formaction") || form.getAttribute("action") || location.href, location.href);
  if (!isOurs(url)) return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form, button));
  if ((button?.getAttribute("formmethod") || form.method).toLowerCase() === "post") show(url, { method: "POST", body: fields });
  else {
    url.search = fields.toString();
    show(url);
  }
});

let typing = 0;
document.addEventListener("input", (event) => {
  const address = event.target.dataset?.found;
  if (!address) return;
  clearTimeout(typing);
  typing = setTimeout(async () => {
    const typed = event.target.value;
    const page = await pageAt(`${address}?${new URLSearchParams({ [event.target.name]: typed })}`).catch(() => null);
    // What was typed meanwhile has its own answer.
    if (page && event.target.value === typed) replace(page.content, "#found");
  }, PAUSE_IN_TYPING);
});

window.addEventListener("popstate", () => location.reload());
