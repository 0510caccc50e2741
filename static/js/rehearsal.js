// A clock for rehearsing: which unit it is, how long it still takes, and what comes next.
const panel = document.querySelector("[data-rehearsal]");
if (panel) {
  const units = [...document.querySelectorAll("[data-after]")];
  const find = (name) => panel.querySelector(`[data-${name}]`);
  const [clock, unit, go] = [find("clock"), find("unit"), find("go")];
  const start = go.textContent;
  let passed = 0;
  let since = null;

  const seconds = () => passed + (since === null ? 0 : (performance.now() - since) / 1000);
  const spoken = (value) => `${String(Math.floor(value / 60)).padStart(2, "0")}:${String(Math.floor(value % 60)).padStart(2, "0")}`;
  const current = () => units.findLastIndex((row) => Number(row.dataset.after) * 60 <= seconds());

  function show() {
    const now = units[current()];
    const left = (Number(now.dataset.after) + Number(now.dataset.minutes)) * 60 - seconds();
    clock.textContent = left >= 0 ? spoken(left) : `−${spoken(-left)}`;
    clock.classList.toggle("rehearsal__clock--over", left < 0);
    const title = now.querySelector("[data-title]").textContent;
    if (unit.textContent !== title) unit.textContent = title;
    for (const row of units) row.toggleAttribute("data-current", row === now);
  }

  function jump(value) {
    passed = value;
    if (since !== null) since = performance.now();
    show();
  }

  go.addEventListener("click", () => {
    passed = seconds();
    since = since === null ? performance.now() : null;
    go.textContent = since === null ? start : go.dataset.pause;
  });
  find("next").addEventListener("click", () => {
    const following = units[current() + 1];
    if (following) jump(Number(following.dataset.after) * 60);
  });
  find("again").addEventListener("click", () => jump(0));
  panel.hidden = false;
  show();
  setInterval(show, 250);
}
