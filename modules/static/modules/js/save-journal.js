// Saves a journal entry by itself while it is written, and once more on leaving. The
// outbox keeps and sends it. Without this file the Save button does it.
const PAUSE = 1500;

for (const form of document.querySelectorAll("[data-journal]")) keepWriting(form);

function keepWriting(form) {
  const field = form.querySelector("textarea");
  const line = form.querySelector("[role=status]");
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

  form.addEventListener("submit", () => {
    sent = field.value;
    say(form.dataset.waiting, "waiting");
  });
  form.addEventListener("outbox:answer", ({ detail }) => {
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
