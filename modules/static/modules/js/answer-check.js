// Answers a knowledge check without leaving the page. Without this file the form
// does the same by loading the page again.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-check-form]");
  if (!form || form.dataset.plain) return;
  event.preventDefault();
  const check = form.closest("[data-check]");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "fetch" },
      redirect: "error",
    });
    if (!answer.ok && answer.status !== 400) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-check]");
    check.replaceWith(fresh);
    fresh.querySelector("[data-check-told], input[type=radio]").focus();
    if (answer.ok) forget(fresh.id);
  } catch {
    form.dataset.plain = "yes";
    form.requestSubmit();
  }
});

// The list of what is still to do loses the question just answered.
function forget(id) {
  const link = document.querySelector(`[data-todo] a[href="#${id}"]`);
  const list = link?.closest("[data-todo]");
  link?.closest("li").remove();
  if (list && !list.querySelector("a")) list.remove();
}
