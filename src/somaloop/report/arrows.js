"use strict";
(() => {
  const part = document.querySelector(".causal-part");
  const data = JSON.parse(document.getElementById("causal-data").textContent);
  const panel = part.querySelector(".graph-panel");
  const graphs = [...part.querySelectorAll(".causal")]; // a wide one, and an upright one for narrow screens
  const groups = [...part.querySelectorAll(".causal .cable")];
  const cables = new Map(data.cables.map((cable) => [cable.from + ">" + cable.to, cable]));
  const hidden = new Set();
  let world = "known";
  let pinned = null; // {room} or {cable}

  const text = (value) => {
    const node = document.createElement("span");
    node.textContent = value;
    return node.innerHTML;
  };
  const title = (room) => data.rooms[room].label;
  const size = (cable) => Math.abs(cable.cut[world].change);
  const seen = (cable) => cable.arrows.some((arrow) => !hidden.has(arrow.grade));
  const chip = (grade) => `<abbr class="chip grade-${grade}" title="Grade ${grade}: ${text(data.grades[grade])}">${grade}</abbr>`;
  const signed = (value) => {
    const amount = Math.abs(value);
    return amount > 10 ? "more than 10" : amount.toFixed(amount >= 0.995 ? 1 : 2);
  };
  const did = (cut, alive) => {
    if (!alive) return "no strength";
    if (!cut.output || Math.abs(cut.change) < 0.005) return "moves nothing measurably";
    return `${cut.change > 0 ? "raises" : "lowers"} ${text(cut.output)} by ${signed(cut.change)} SD`;
  };
  const alive = (arrow, where) => arrow.alive[where];

  function strands(cable) { // how much of a cable each grade that is not hidden has, in standard deviations
    const shares = {};
    let total = 0;
    for (const arrow of cable.arrows.filter((item) => alive(item, world))) {
      const own = Math.abs(arrow.cut[world].change);
      total += own;
      if (!hidden.has(arrow.grade)) shares[arrow.grade] = (shares[arrow.grade] || 0) + own;
    }
    for (const grade of Object.keys(shares)) shares[grade] *= total ? size(cable) / total : 0;
    return shares;
  }
  const shown = (cable) => Object.values(strands(cable)).reduce((sum, part) => sum + part, 0);
  const stronger = (one, other) => shown(other) - shown(one);
  function bar(cable) {
    const parts = strands(cable);
    const whole = shown(cable) || 1;
    const long = 62 * Math.sqrt(Math.min(whole, data.full) / data.full);
    return Object.keys(parts).sort().map((grade) =>
      `<i style="width:${(long * parts[grade] / whole).toFixed(1)}px;background:var(--grade-${grade})"></i>`).join("");
  }
  function line(cable, words) {
    const grades = [...new Set(cable.arrows.map((arrow) => arrow.grade))].filter((g) => !hidden.has(g)).sort().map(chip).join(" ");
    return `<li><button type="button" class="line" data-cable="${cable.from}>${cable.to}"><span>${words} <span class="chips">${grades}</span></span>` +
      `<span class="bar" title="${shown(cable).toFixed(2)} SD">${bar(cable)}</span></button></li>`;
  }
  const listed = (items, words) => `<ol>${items.filter(seen).sort(stronger).map((c) => line(c, words(c))).join("")}</ol>`;

  function start() {
    const all = [...cables.values()].filter(seen).sort(stronger);
    return `<h2>Strongest ${data.worlds[world]}</h2>` +
      listed(all.slice(0, 14), (c) => `${text(title(c.from))} → ${text(title(c.to))}`) +
      `<p class="quiet" style="margin-top:8px">Point at a room, or tap it, to see what enters and leaves it; at a cable to see its arrows.</p>`;
  }
  function ofRoom(room) {
    const into = [...cables.values()].filter((c) => c.to === room);
    const out = [...cables.values()].filter((c) => c.from === room);
    return `<h2>${text(data.rooms[room].title)}</h2><p class="quiet">${text(data.rooms[room].says)}</p>` +
      (into.length ? `<h3>Enters</h3>${listed(into, (c) => text(title(c.from)))}` : "<h3>Nothing in question enters</h3>") +
      (out.length ? `<h3>Leaves</h3>${listed(out, (c) => text(title(c.to)))}` : "<h3>Nothing in question leaves</h3>");
  }
  function ofArrow(arrow) {
    const unit = arrow.unit ? ` ${text(arrow.unit)}` : "";
    const cited = arrow.sources.map((s) => `<li><b>${text(s.found)}</b> ${text(s.full)}</li>`).join("");
    const names = arrow.sources.map((s) => text(s.short)).join("; ");
    const claims = arrow.claims.length ? ` The article: ${arrow.claims.map(text).join(", ")}.` : "";
    return `<li class="arrow"><p>${chip(arrow.grade)} <span class="name">${text(arrow.name)}</span></p>` +
      `<p>${text(arrow.says)}<span class="quiet">${claims}</span></p><div class="pair">` +
      `<span class="known">as known</span><span>${text(arrow.known)}${unit}<br><span class="quiet">${did(arrow.cut.known, alive(arrow, "known"))}</span></span>` +
      `<span class="told">as told</span><span>${text(arrow.told)}${unit}<br><span class="quiet">${did(arrow.cut.told, alive(arrow, "told"))}</span></span></div>` +
      (arrow.note || cited
        ? `<details><summary>${text(arrow.method)}${names ? `: ${names}` : ""}</summary><ul>${arrow.note ? `<li>${text(arrow.note)}</li>` : ""}${cited}</ul></details>`
        : "") + "</li>";
  }
  function ofCable(cable) {
    const lives = (where) => cable.arrows.some((arrow) => alive(arrow, where));
    const many = cable.arrows.length > 1
      ? `<div class="pair"><span class="known">as known</span><span>all together: ${did(cable.cut.known, lives("known"))}</span>` +
        `<span class="told">as told</span><span>all together: ${did(cable.cut.told, lives("told"))}</span></div>`
      : "";
    const order = [...cable.arrows].sort((a, b) => Math.abs(b.cut[world].change) - Math.abs(a.cut[world].change));
    return `<h2>${text(title(cable.from))} → ${text(title(cable.to))}</h2>${many}<ul>${order.map(ofArrow).join("")}</ul>`;
  }

  function show(what) {
    const back = pinned ? '<button type="button" class="back">show all</button>' : "";
    panel.innerHTML = back + (what === null ? start() : what.room ? ofRoom(what.room) : ofCable(cables.get(what.cable)));
    panel.scrollTop = 0;
    for (const svg of graphs) svg.classList.toggle("focused", what !== null);
    const rooms = new Set(what && what.room ? [what.room] : []);
    for (const group of groups) {
      const { from, to } = group.dataset;
      const lit = what !== null && (what.room ? from === what.room || to === what.room : `${from}>${to}` === what.cable);
      group.classList.toggle("lit", lit);
      if (lit && !group.classList.contains("off")) { rooms.add(from); rooms.add(to); }
    }
    for (const room of part.querySelectorAll(".room")) {
      room.classList.toggle("lit", rooms.has(room.dataset.room));
      room.classList.toggle("chosen", Boolean(what && what.room === room.dataset.room));
    }
  }
  function sift() {
    for (const group of groups) {
      let widest = null;
      for (const strand of group.querySelectorAll(".strand")) {
        const off = hidden.has(strand.dataset.grade);
        strand.classList.toggle("off", off);
        const width = Number(strand.getAttribute("stroke-width")) * (strand.classList.contains("dashed") ? 0.01 : 1);
        if (!off && (!widest || width > widest.width)) widest = { width, grade: strand.dataset.grade };
      }
      group.classList.toggle("off", widest === null);
      if (widest) {
        const head = group.querySelector(".head");
        head.setAttribute("class", head.getAttribute("class").replace(/grade-fill-./, `grade-fill-${widest.grade}`));
      }
    }
  }
  function setWorld(name) {
    world = name;
    part.classList.toggle("show-known", name === "known");
    part.classList.toggle("show-told", name === "told");
    for (const button of part.querySelectorAll("[data-world]")) button.setAttribute("aria-pressed", String(button.dataset.world === name));
    part.querySelector("[data-ghost]").textContent = data.dashed[name];
    show(pinned);
  }
  const find = (target) => {
    const room = target.closest?.(".room");
    if (room) return { room: room.dataset.room };
    const cable = target.closest?.(".cable");
    return cable ? { cable: `${cable.dataset.from}>${cable.dataset.to}` } : null;
  };
  const same = (one, other) => one && other && one.room === other.room && one.cable === other.cable;

  for (const button of part.querySelectorAll("[data-world]")) button.addEventListener("click", () => setWorld(button.dataset.world));
  for (const button of part.querySelectorAll("button.grade")) {
    button.addEventListener("click", () => {
      const grade = button.dataset.grade;
      if (!hidden.delete(grade)) hidden.add(grade);
      button.setAttribute("aria-pressed", String(!hidden.has(grade)));
      sift();
      show(pinned);
    });
  }
  let over = null;
  const pin = (what) => { pinned = same(what, pinned) ? null : what; over = null; show(pinned); };
  for (const svg of graphs) {
    svg.addEventListener("pointerover", (event) => {
      if (pinned || event.pointerType === "touch") return; // a finger taps: that is a click
      const what = find(event.target);
      if (what === over || same(what, over)) return;
      over = what;
      show(what);
    });
    svg.addEventListener("pointerleave", () => { over = null; if (!pinned) show(null); });
    svg.addEventListener("click", (event) => pin(find(event.target)));
    svg.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pin(find(event.target)); }
    });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && pinned) { pinned = null; show(null); } });
  panel.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-cable]");
    if (chosen) pin({ cable: chosen.dataset.cable });
    else if (event.target.closest(".back")) { pinned = null; show(null); }
  });
  setWorld("known");
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (wanted.get("world") === "told") setWorld("told");
  if (data.rooms[wanted.get("room")]) pin({ room: wanted.get("room") });
  else if (cables.has(wanted.get("cable"))) pin({ cable: wanted.get("cable") });
})();
