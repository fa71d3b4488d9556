// Saves a journal entry by itself while it is written, and once more on leaving.
// Without this file the Save button does it.
const PAUSE = 1500;
const RETRY = 8000;

for (const form of document.querySelectorAll("[data-journal]")) keep(form);

function keep(form) {
  const field = form.querySelector("textarea");
  const line = form.querySelector("[role=status]");
  let saved = field.value;
  let timer = 0;

  const say = (text, kind) => {
    line.className = `status-line status-line--${kind}`;
    if (line.textContent !== text) line.textContent = text;
  };
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  async function save() {
    clearTimeout(timer);
    const words = field.value;
    if (words === saved) return;
    say(form.dataset.waiting, "waiting");
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "fetch" },
        redirect: "error",
        keepalive: words.length < 20000,
      });
      const told = (await answer.json()).message;
      if (answer.ok) saved = words;
      say(told, answer.ok ? "done" : "problem");
    } catch {
      say(form.dataset.problem, "problem");
      later(RETRY);
      return;
    }
    if (field.value !== words) later(PAUSE);
  }

  field.addEventListener("input", () => later(PAUSE));
  field.addEventListener("blur", save);
  window.addEventListener("pagehide", save);
  window.addEventListener("online", save);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    saved = null;
    save();
  });
}
