// Asks the gate anew while somebody looks, and takes a yes away when it is not fresh.
// Whatever goes wrong ends in "Ask again": nothing here can make a yes.
const OK = 200;
const TICK = 1000;
const PATIENCE = 10000;

for (const room of document.querySelectorAll("[data-door]")) {
  const every = Number(room.dataset.every) * TICK;
  const told = document.querySelector("[data-door-told]");
  // Two clocks, for one may stand still while the tablet sleeps and the other may be
  // set back. The page's own answer is as old as the visit.
  let born = { steady: 0, wall: performance.timeOrigin };
  let asking = false;
  let failed = false;

  const live = () => room.querySelector("[data-door-live]");
  const now = () => ({ steady: performance.now(), wall: Date.now() });
  const age = () =>
    Math.max(performance.now() - born.steady, Date.now() - born.wall);

  const say = (word) => {
    if (told && told.textContent !== word) {
      told.textContent = word;
    }
  };

  const show = () => {
    const lasts = live().dataset.lasts;
    const old = lasts !== "" && age() >= Number(lasts) * TICK;
    const stale = lasts !== "" && (failed || old);
    room.classList.toggle("door--stale", stale);
    const line = live().querySelector("[data-door-age]");
    if (line) {
      const seconds = Math.floor(age() / TICK);
      line.textContent =
        seconds < 2
          ? room.dataset.now
          : room.dataset.fresh.replace("%(seconds)s", seconds);
    }
    say(stale ? live().querySelector("[data-door-stale] p").textContent : live().dataset.word);
  };

  // By what the same button or link is found again once all of it was replaced.
  const same = (held) => {
    if (held.dataset.keep) {
      return `[data-keep="${held.dataset.keep}"]`;
    }
    const link = held.getAttribute("href");
    return link ? `a[href="${CSS.escape(link)}"]` : "";
  };

  const put = (fresh) => {
    const held = document.activeElement;
    const kept = room.contains(held) ? same(held) : "";
    const open = [...room.querySelectorAll("[data-keep-open][open]")];
    live().replaceWith(fresh);
    for (const fold of open) {
      const again = room.querySelector(`[data-keep-open="${fold.dataset.keepOpen}"]`);
      again?.setAttribute("open", "");
    }
    if (kept) {
      room.querySelector(kept)?.focus({ preventScroll: true });
    }
  };

  async function ask() {
    if (asking || document.hidden) {
      return;
    }
    asking = true;
    // As old as the question, not as its answer: the server may have taken its time.
    const asked = now();
    try {
      const response = await fetch(room.dataset.door, {
        cache: "no-store",
        headers: { "X-Requested-With": "fetch" },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.status !== OK || response.redirected) {
        throw new Error("no answer");
      }
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("[data-door-live]");
      if (!fresh) {
        throw new Error("no answer");
      }
      put(document.adoptNode(fresh));
      born = asked;
      failed = false;
    } catch {
      failed = true;
    }
    asking = false;
    show();
  }

  let last = performance.now();
  setInterval(() => {
    show();
    if (performance.now() - last >= every) {
      last = performance.now();
      ask();
    }
  }, TICK);

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      show();
      last = performance.now();
      ask();
    }
  });

  // Brought back from the browser's memory: what it shows is of another time.
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      failed = true;
      show();
      ask();
    }
  });

  show();
}
