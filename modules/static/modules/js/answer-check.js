// Shows what follows from an answer to a lesson's question, without leaving the page.
// The outbox sends it; without scripts the form does the same by loading the page again.
document.addEventListener("outbox:answer", (event) => {
  const check = event.target.closest("[data-check]");
  if (!check) return;
  const page = new DOMParser().parseFromString(event.detail.text, "text/html");
  const fresh = page.querySelector("[data-check]");
  if (!fresh) return;
  const hadFocus = check.contains(document.activeElement);
  check.replaceWith(fresh);
  if (hadFocus) fresh.querySelector("[data-check-told], input[type=radio]").focus();
  if (event.detail.ok) answered(fresh.id);
});

// The list of what is still to do loses the question just answered.
function answered(id) {
  const link = document.querySelector(`[data-todo] a[href="#${id}"]`);
  const list = link?.closest("[data-todo]");
  link?.closest("li").remove();
  if (list && !list.querySelector("a")) list.remove();
}
