// Saves a journal entry by itself while it is written, and once more on leaving. The
// outbox keeps and sends it. Without this file the Save button does it.
const PAUSE = 1500;

for (const form of document.querySelectorAll("[data-journal]")) keepWriting(form);

function keepWriting(form) {
  const field = form.querySelector("textarea");
  const line = form.querySelector("[role=status]");
  const { base, page, place } = form.elements;
  let versions = 0;
  let sent = field.value;
  let timer = 0;

  const say = (text, kind) => {
    line.className = `status-line status-line--${kind}`;
    if (line.textContent !== text) line.textContent = text;
  };
  const save = () => {
    clearTimeout(timer);
    if (field.value !== sent) form.requestSubmit();
  };

  // Each version says which page made it, and how many were before.
  page.value = crypto.randomUUID?.() ?? "";
  form.addEventListener("submit", () => {
    sent = field.value;
    versions += 1;
    place.value = versions;
    say(form.dataset.waiting, "waiting");
  });
  form.addEventListener("outbox:answer", ({ detail }) => {
    if (detail.ok) base.value = detail.data?.number ?? base.value;
    say(detail.data?.message ?? form.dataset.problem, detail.ok ? "done" : "problem");
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  field.addEventListener("blur", save);
  window.addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", save);
}
