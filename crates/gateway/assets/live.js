// Keeps the overview up to date: the server says that something has moved, and the page asks for its live part again.
// Without this script the page reads the same, as of when it was loaded.
(() => {
  "use strict";
  const live = document.getElementById("live");
  const button = document.getElementById("pause");
  const lost = document.getElementById("lost");
  const clock = document.getElementById("clock");
  if (!live || !button || !lost || !("EventSource" in window)) return;

  let moved = false;
  let asking = false;
  let paused = false;

  // A reader who marks text or has the page in the background is not disturbed.
  const busy = () => {
    const selection = document.getSelection();
    const marking = selection && !selection.isCollapsed && live.contains(selection.anchorNode);
    return asking || paused || document.hidden || marking;
  };

  const show = (html) => {
    const active = live.contains(document.activeElement) ? document.activeElement : null;
    const focused = active && active.getAttribute("href");
    const fresh = new DOMParser().parseFromString(html, "text/html").body;
    const open = live.querySelector("details")?.open ?? false;
    live.replaceChildren(...fresh.childNodes);
    const details = live.querySelector("details");
    if (details) details.open = open;
    const newer = live.querySelector("[data-clock]");
    if (clock && newer) clock.textContent = newer.dataset.clock;
    if (active && active.matches("summary") && details) details.querySelector("summary").focus({ preventScroll: true });
    if (!focused) return;
    const same = Array.from(live.querySelectorAll("a")).find((link) => link.getAttribute("href") === focused);
    if (same) same.focus({ preventScroll: true });
  };

  const refresh = async () => {
    if (!moved || busy()) return;
    asking = true;
    moved = false;
    try {
      const response = await fetch(live.dataset.fragment, { headers: { accept: "text/html" } });
      if (response.ok) show(await response.text());
      lost.hidden = response.ok;
      moved = moved || !response.ok;
    } catch {
      lost.hidden = false;
      moved = true;
    }
    asking = false;
  };

  const source = new EventSource("/api/v1/events");
  source.addEventListener("overview", () => {
    moved = true;
    lost.hidden = true;
    refresh();
  });
  source.addEventListener("error", () => { lost.hidden = false; });
  setInterval(refresh, 1000);

  button.hidden = false;
  button.addEventListener("click", () => {
    paused = !paused;
    button.setAttribute("aria-pressed", String(paused));
    button.textContent = paused ? button.dataset.resume : button.dataset.pause;
    refresh();
  });
})();
