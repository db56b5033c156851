"use strict";
(function () {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const figures = read("figures");
  const hours = read("hours-data");
  const settings = { displayModeBar: false, responsive: true, scrollZoom: false };
  const boxes = [...document.querySelectorAll(".plot")];

  // ---- hour by hour: unpack the series, fill the frames with the chosen days
  const series = {};
  for (const [name, packed] of Object.entries(hours.series || {})) {
    const bytes = Uint8Array.from(atob(packed.codes), (letter) => letter.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    const values = new Array(bytes.length / 2);
    for (let i = 0; i < values.length; i += 1) {
      const code = view.getUint16(2 * i, true);
      values[i] = code === 65535 ? null : packed.low + packed.step * code;
    }
    series[name] = values;
  }
  const slider = document.getElementById("day");
  const stretch = document.getElementById("stretch");

  function clock(day, hour) {
    return "day " + day + ", " + String(hour).padStart(2, "0") + ":00 to " + String(hour + 1).padStart(2, "0") + ":00";
  }

  function fill(figure, width) {
    const days = Number(stretch.value);
    const first = Number(slider.value);
    const begin = 24 * (first - hours.firstDay);
    const x = Array.from({ length: 24 * days }, (_, i) => i + 0.5);
    const text = x.map((_, i) => clock(first + Math.floor(i / 24), i % 24));
    for (const trace of figure.data) {
      trace.x = x;
      trace.text = text;
      trace.y = series[trace.meta].slice(begin, begin + 24 * days);
    }
    const step = days === 1 ? (width < 420 ? 6 : 3) : days === 3 ? 12 : 24;
    const ticks = [];
    for (let hour = 0; hour <= 24 * days; hour += step) ticks.push(hour);
    const name = (hour) => {
      const day = first + Math.floor(hour / 24);
      if (days === 1) return String(hour % 24).padStart(2, "0") + ":00";
      if (days === 7) return hour < 24 * days ? "day " + day : "";
      return hour % 24 === 0 ? (hour < 24 * days ? "day " + day : "") : "12:00";
    };
    Object.assign(figure.layout.xaxis, { range: [0, 24 * days], tickvals: ticks, ticktext: ticks.map(name) });
    return figure;
  }

  function bound() {
    slider.max = hours.firstDay + hours.days - Number(stretch.value);
    if (Number(slider.value) > Number(slider.max)) slider.value = slider.max;
  }

  function named(word, first, last) {
    return first === last ? word + " " + first : word + "s " + first + " to " + last;
  }

  function drawHours() {
    bound();
    const first = Number(slider.value);
    const last = first + Number(stretch.value) - 1;
    const weeks = named("week", Math.ceil(first / 7), Math.ceil(last / 7));
    document.getElementById("day-words").textContent = named("day", first, last) + " (" + weeks + ")";
    for (const box of boxes) {
      if (!box.dataset.figure.startsWith("hours ")) continue;
      const figure = fill(figures[box.dataset.figure], box.clientWidth);
      Plotly.react(box, figure.data, figure.layout, settings);
    }
  }
  if (slider) {
    if (hours.days < 7) stretch.querySelector('option[value="7"]').remove();
    if (hours.days < 3) stretch.querySelector('option[value="3"]').remove();
    let waiting = false;
    const soon = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; drawHours(); });
    };
    const move = (by) => { bound(); slider.value = Number(slider.value) + by * Number(stretch.value); soon(); };
    slider.addEventListener("input", soon);
    stretch.addEventListener("change", soon);
    document.getElementById("earlier").addEventListener("click", () => move(-1));
    document.getElementById("later").addEventListener("click", () => move(1));
  }

  // ---- draw everything else
  for (const box of boxes) {
    const figure = figures[box.dataset.figure];
    if (box.dataset.figure.startsWith("hours ")) continue;
    Plotly.newPlot(box, figure.data, figure.layout, settings);
  }
  if (slider) drawHours();

  // ---- print at the width of the paper, then back
  const tall = new Map(boxes.map((box) => [box, figures[box.dataset.figure].layout.height]));
  const paper = document.body.classList.contains("day") ? { wide: 690, tall: 930 } : { wide: 1000, tall: 560 };
  window.addEventListener("beforeprint", () => boxes.forEach((box) => {
    const width = box.closest(".grid") ? paper.wide / 2 - 12 : paper.wide;
    const height = Math.min(tall.get(box), paper.tall);
    box.style.minHeight = "0";
    Plotly.relayout(box, { width, height });
  }));
  window.addEventListener("afterprint", () => boxes.forEach((box) => {
    box.style.minHeight = tall.get(box) + "px";
    Plotly.relayout(box, { width: null, height: tall.get(box), autosize: true });
  }));

  // ---- the list of arrows: by grade and by words
  const table = document.getElementById("arrow-table");
  if (table) {
    const grade = document.getElementById("grade");
    const words = document.getElementById("words");
    const sift = () => {
      const wanted = words.value.trim().toLowerCase();
      for (const row of table.tBodies[0].rows) {
        const fits = !grade.value || row.dataset.grade === grade.value;
        row.hidden = !(fits && (!wanted || row.textContent.toLowerCase().includes(wanted)));
      }
    };
    grade.addEventListener("change", sift);
    words.addEventListener("input", sift);
  }

  // ---- save the picture of the day
  for (const button of document.querySelectorAll("[data-save]")) {
    button.addEventListener("click", () => {
      const box = boxes[0];
      const size = { width: box.clientWidth, height: box.clientHeight, scale: button.dataset.save === "png" ? 2 : 1 };
      Plotly.downloadImage(box, { format: button.dataset.save, filename: "day", ...size });
    });
  }
})();
