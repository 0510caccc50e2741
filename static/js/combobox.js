// Suggestions while somebody types.
const PAUSE = 120;
const SPEAK_AFTER = 600;
const SHORTEST = 2;

function combobox(form, input) {
  const list = document.createElement("div");
  const spoken = document.createElement("p");
  let asked = 0, request, asking, speaking;

  set(list, { id: `${input.id}-suggestions`, class: "suggestions", role: "listbox", "aria-label": form.dataset.suggestLabel, hidden: "" });
  set(spoken, { class: "hidden-visually", role: "status" });
  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });
  form.append(list, spoken);

  const options = () => [...list.querySelectorAll("[role=option]")];
  const pointed = () => list.querySelector("[aria-selected]");

  function point(option) {
    pointed()?.removeAttribute("aria-selected");
    input.removeAttribute("aria-activedescendant");
    if (!option) return;
    set(option, { "aria-selected": "true" });
    set(input, { "aria-activedescendant": option.id });
    option.scrollIntoView({ block: "nearest" });
  }

  // Whatever was asked before may still answer, but is no longer heard.
  function forget() {
    asked += 1;
    clearTimeout(asking);
    request?.abort();
  }

  function show(html) {
    point();
    list.innerHTML = html;
    list.scrollTop = 0;
    list.hidden = !options().length;
    set(input, { "aria-expanded": String(!list.hidden) });
    clearTimeout(speaking);
    const words = list.querySelector("[data-said]")?.dataset.said ?? "";
    speaking = setTimeout(() => { spoken.textContent = words; }, words && SPEAK_AFTER);
  }

  function close() {
    forget();
    show("");
  }

  async function ask() {
    forget();
    const mine = asked, q = input.value.trim();
    if (q.length < SHORTEST) return close();
    request = new AbortController();
    let html = "";
    try {
      const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q })}`, { signal: request.signal });
      if (answer.ok && !answer.redirected) html = await answer.text();
    } catch { /* shown as no suggestions */ }
    if (mine === asked) show(html);
  }

  function move(step) {
    const all = options(), places = all.length + 1;
    if (list.hidden) ask();
    else point(all[(all.indexOf(pointed()) + 1 + step + places) % places - 1]);
  }

  input.addEventListener("input", () => {
    forget();
    point();
    if (input.value.trim().length < SHORTEST) close();
    else asking = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (key === "ArrowDown") move(1);
    else if (key === "ArrowUp") move(-1);
    else if (key === "Enter" && pointed()) pointed().click();
    else if (key === "Escape" && (!list.hidden || input.value)) {
      if (list.hidden) input.value = "";
      close();
    } else {
      if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) point();
      return;
    }
    event.preventDefault();
  });

  form.addEventListener("focusout", (event) => { if (!list.contains(event.relatedTarget)) close(); });
  form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", () => setTimeout(close));
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function prepare(scope) {
  for (const input of scope.querySelectorAll("[data-suggest] input[type=search]:not([role])")) combobox(input.form, input);
}

document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
prepare(document);
