// Keeps an answer as soon as it is given: every change goes into the outbox, with a
// number, so that one which arrives late does not take the place of a newer one. Where
// the browser has no store, the form is a plain form with a button.
for (const form of document.querySelectorAll("form[data-outbox-status]")) {
  const status = form.querySelector("[data-status]");
  const words = form.dataset;
  const place = form.elements.namedItem("place");
  let isCounted = false;

  const say = (text, kind) => {
    status.className = `status-line status-line--${kind}`;
    status.textContent = text;
  };

  const keep = () => {
    if (isCounted && place) {
      place.value = Number(place.value) + 1;
    }
    isCounted = true;
    // Not `requestSubmit`: half an answer is kept too.
    form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
  };

  if ("autosave" in words) {
    form.addEventListener("change", () => {
      if ("outbox" in document.documentElement.dataset) {
        keep();
      }
    });
  }
  form.addEventListener("outbox:kept", () => say(words.saving, "done"));
  form.addEventListener("outbox:waiting", (event) => {
    say(event.detail.isSignedOut ? words.expired : words.waiting, "waiting");
  });
  form.addEventListener("outbox:answer", (event) => {
    const { ok, data } = event.detail;
    if (ok && !data?.message) {
      say(words.saved.replace("%(time)s", data?.saved_at ?? ""), "done");
    } else if (ok) {
      say(data.message, "problem");
    } else {
      say(words.problem.replace("%(reason)s", data?.message ?? ""), "problem");
    }
  });
}
