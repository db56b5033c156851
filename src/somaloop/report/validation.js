(() => {
  const form = document.querySelector("form.controls");
  if (!form) return;
  form.hidden = false;
  const rows = [...document.querySelectorAll("table.numbers tbody tr")];
  const parts = [...document.querySelectorAll("section[id^=mechanism-]")];
  const field = (name) => document.getElementById(name);
  const count = field("count");
  const show = () => {
    const [mechanism, use, state] = ["mechanism", "use", "state"].map((name) => field(name).value);
    const words = field("words").value.toLowerCase().trim();
    const shown = new Set();
    for (const part of parts) {
      const here = !mechanism || part.id === `mechanism-${mechanism}`;
      let some = false;
      for (const row of part.querySelectorAll("tbody tr")) {
        const fits = here && (!use || row.dataset.use === use) && (!state || row.dataset.state === state)
          && (!words || row.textContent.toLowerCase().includes(words));
        row.hidden = !fits;
        if (fits) { some = true; shown.add(row.id.slice(5)); }
      }
      part.hidden = !some;
    }
    count.textContent = `${shown.size} of ${rows.length} numbers`;
    for (const mark of document.querySelectorAll("a[data-line]")) mark.classList.toggle("dim", !shown.has(mark.dataset.line));
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  // A mark that leads to a row which is sifted out shows it.
  const opened = () => {
    const row = location.hash.startsWith("#line-") ? document.getElementById(location.hash.slice(1)) : null;
    if (row && row.hidden) { form.reset(); setTimeout(() => row.scrollIntoView()); }
  };
  window.addEventListener("hashchange", opened);
  show();
})();
