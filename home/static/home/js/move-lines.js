// Lets the lines of an order be moved instead of numbered.
for (const list of document.querySelectorAll("[data-order]")) {
  const form = list.closest("form");
  const status = form.querySelector("[data-order-status]");
  const lines = () => [...list.querySelectorAll("[data-order-line]")];
  const select = (line) => line.querySelector("select");

  const number = () => {
    lines().forEach((line, index) => {
      select(line).value = String(index + 1);
    });
  };

  const edges = () => {
    const all = lines();
    all.forEach((line, index) => {
      line.querySelector('[data-move="up"]').disabled = index === 0;
      line.querySelector('[data-move="down"]').disabled = index === all.length - 1;
    });
  };

  const move = (button) => {
    const line = button.closest("[data-order-line]");
    if (button.dataset.move === "up") {
      line.previousElementSibling.before(line);
    } else {
      line.nextElementSibling.after(line);
    }
    number();
    edges();
    (button.disabled ? line.querySelector("[data-move]:not(:disabled)") : button).focus();
    status.textContent = list.dataset.moved
      .replace("%(text)s", line.querySelector(".order__text").textContent.trim())
      .replace("%(place)s", select(line).value);
    list.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const all = lines();
  if (all.every((line) => select(line).value)) {
    all.sort((one, other) => select(one).value - select(other).value);
    list.append(...all);
  }
  for (const line of all) {
    line.querySelector(".order__place").hidden = true;
    line.querySelector(".order__moves").hidden = false;
  }
  list.classList.add("order--movable");
  document.getElementById("answer_help").textContent = list.dataset.hint;
  edges();
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) {
      move(button);
    }
  });
  form.addEventListener("submit", number);
}
