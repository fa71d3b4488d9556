// Closes an open menu with Escape, or when the focus or a press goes elsewhere.
for (const menu of document.querySelectorAll("details[data-close-menu]")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  for (const moment of ["focusin", "pointerdown"]) {
    document.addEventListener(moment, (event) => {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
  }
}
