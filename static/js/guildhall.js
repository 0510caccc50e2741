// What pages do better with JavaScript; all work without.
const root = document.documentElement;
root.classList.add("js");

function prepare(scope) {
  for (const button of scope.querySelectorAll("[data-close], [data-copy]")) button.hidden = false;
}

async function copy(button) {
  const code = button.closest("[data-code]").querySelector("code");
  await navigator.clipboard.writeText(code.innerText);
  const word = button.querySelector("[data-word]");
  const before = word.textContent;
  word.textContent = button.dataset.copied;
  setTimeout(() => { word.textContent = before; }, 2000);
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("button, a, summary");
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  if (!target) return;
  if (target.matches("[data-close]")) target.closest("[data-toast]").remove();
  if (target.matches("[data-copy]")) copy(target);
  if (target.matches("[data-dialog]")) {
    event.preventDefault();
    document.getElementById(target.getAttribute("popovertarget")).showModal();
  }
  if (target.matches("[data-dialog-close]")) {
    const dialog = target.closest("dialog");
    if (dialog.open) { event.preventDefault(); dialog.close(); }
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-theme-switch]") || !event.submitter) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  root.dataset.theme = event.submitter.value;
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", button === event.submitter);
  fetch(form.action, { method: "POST", body, redirect: "manual" });
});

// What an address points at is open.
function openAimedAt() {
  document.querySelector("details:target")?.setAttribute("open", "");
}
window.addEventListener("load", openAimedAt);
window.addEventListener("hashchange", openAimedAt);

// Opened parts stay open; a link that is gone leaves the keyboard at the next of its kind.
let open = [], place;
document.addEventListener("htmx:beforeSwap", ({ detail: { target, requestConfig } }) => {
  open = requestConfig?.triggeringEvent?.type === "change" ? [...target.querySelectorAll("details[open][id]")].map(({ id }) => id) : [];
  place = [...target.querySelectorAll(".chip")].indexOf(document.activeElement);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
});
document.addEventListener("htmx:afterSettle", () => {
  const found = document.getElementById("found");
  if (!found || document.activeElement !== document.body) return;
  const next = place < 0 ? null : [...found.querySelectorAll(".chip")].slice(0, place + 1).pop();
  (next ?? found).focus({ preventScroll: true });
  if (found.getBoundingClientRect().top < 0) found.scrollIntoView();
});

// Undo counts down, then its toast goes.
function countDown() {
  for (const form of document.querySelectorAll("form[data-undo]:not([data-counting])")) {
    form.dataset.counting = "";
    const end = Date.now() + form.dataset.undo * 1000;
    const timer = setInterval(() => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left > 0 && form.isConnected) {
        form.querySelector("[data-countdown]").textContent = ` (${left})`;
        return;
      }
      clearInterval(timer);
      const toast = form.closest("[data-toast]");
      const focused = toast?.matches(":focus-within");
      toast?.remove();
      if (focused) document.querySelector("#seat button, #sessions button, #main")?.focus();
    }, 250);
  }
}

document.addEventListener("htmx:load", (event) => { prepare(event.detail.elt); countDown(); });
countDown();
prepare(document);
