// Keeps an answer as soon as it is given, and says honestly whether it is kept. Each
// change has a key of its own, so that sending it twice keeps it once, and a number, so
// that one which arrives late does not take the place of a newer one.
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-status]");
  const words = form.dataset;
  const place = form.elements.namedItem("place");
  let key = "";
  let isCounted = false;
  let timer = 0;
  let wait = FIRST_WAIT;
  let sending = false;
  let changed = false;

  const say = (text, kind) => {
    status.className = `status-line status-line--${kind}`;
    status.textContent = text;
  };

  const later = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(send, milliseconds);
  };

  const told = async (response) => {
    if (response.redirected || response.status === 401 || response.status === 403) {
      say(words.expired, "problem");
      return;
    }
    const answer = await response.json();
    if (response.ok && answer.message) {
      say(answer.message, "problem");
    } else if (response.ok) {
      say(words.saved.replace("%(time)s", answer.saved_at), "done");
    } else {
      say(words.problem.replace("%(reason)s", answer.message), "waiting");
    }
  };

  async function send() {
    if (sending) {
      return;
    }
    sending = true;
    changed = false;
    say(words.saving, "done");
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "fetch", "Idempotency-Key": key },
        keepalive: true,
      });
      if (response.status >= 500) {
        throw new Error("the server could not answer");
      }
      await told(response);
      wait = FIRST_WAIT;
    } catch {
      say(words.waiting, "waiting");
      later(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
    sending = false;
    if (changed) {
      later(0);
    }
  }

  form.addEventListener("change", () => {
    changed = true;
    if (isCounted && place) {
      place.value = Number(place.value) + 1;
    }
    isCounted = true;
    // Only where the connection is safe does a browser make one.
    key = crypto.randomUUID?.() ?? "";
    say(words.saving, "done");
    later(300);
  });

  // What was chosen a moment before leaving is sent on the way out.
  addEventListener("pagehide", () => {
    if (changed) {
      sending = false;
      send();
    }
  });
}
