(() => {
  const claims = [...document.querySelectorAll("details.claim")];
  const words = document.getElementById("words");
  let verdict = "";
  const show = () => {
    const wanted = (words?.value || "").toLowerCase().trim();
    for (const claim of claims) {
      const fits = (!verdict || claim.dataset.verdict === verdict) && claim.textContent.toLowerCase().includes(wanted);
      claim.hidden = !fits;
    }
    for (const part of document.querySelectorAll("section.part[id^=section]")) {
      part.hidden = ![...part.querySelectorAll("details.claim")].some((claim) => !claim.hidden);
    }
    for (const button of document.querySelectorAll("[data-show]")) {
      button.setAttribute("aria-pressed", String(button.dataset.show === verdict));
    }
  };
  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => {
      verdict = verdict === button.dataset.show ? "" : button.dataset.show;
      show();
    });
  }
  words?.addEventListener("input", show);
  document.getElementById("every")?.addEventListener("click", () => { verdict = ""; words.value = ""; show(); });
  document.getElementById("open")?.addEventListener("click", () => claims.forEach((claim) => { claim.open = !claim.hidden; }));
  document.getElementById("close")?.addEventListener("click", () => claims.forEach((claim) => { claim.open = false; }));
  const opened = () => {
    const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (target?.matches("details.claim")) { target.hidden = false; target.open = true; target.scrollIntoView(); }
  };
  window.addEventListener("hashchange", opened);
  opened();
})();
