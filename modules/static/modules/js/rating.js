// Keeps a practicum form as it is marked, on this device while there is no network, and
// says in place when a level is too high for a No.
const KEEPALIVE_LIMIT = 60000;
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;
const STORE = "drafts";

const opened = new Promise((resolve) => {
  const request = indexedDB.open("practicum", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => resolve(null);
});

// A device that keeps nothing still sends: then only this page holds what waits.
const inStore = async (mode, act) => {
  const database = await opened;
  if (!database) {
    return undefined;
  }
  return new Promise((resolve) => {
    const request = act(database.transaction(STORE, mode).objectStore(STORE));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(undefined);
  });
};

for (const form of document.querySelectorAll("form[data-rating]")) {
  const words = form.dataset;
  const status = form.querySelector("[data-status]");
  const left = form.querySelector("[data-left]");
  const place = `${words.rater} ${location.pathname}`;
  let timer = 0;
  let wait = FIRST_WAIT;
  let sending = false;
  let changed = false;
  let halted = false;

  const say = (text, kind) => {
    status.className = `status-line status-line--${kind}`;
    status.textContent = text;
  };

  const later = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(send, milliseconds);
  };

  const marked = () => {
    const fields = [...new FormData(form)];
    return fields.filter(([name]) => name !== "csrfmiddlewaretoken");
  };

  const keep = () => inStore("readwrite", (store) => store.put(marked(), place));
  const forget = () => inStore("readwrite", (store) => store.delete(place));

  const tellLevels = () => {
    for (const domain of form.querySelectorAll("[data-domain]")) {
      const told = domain.querySelector("[data-fault]");
      const isLow = !domain.querySelector("input[data-high]:checked");
      const hasNo = domain.querySelector('input[value="NO"]:checked');
      const text = hasNo && !isLow ? told.dataset.words : "";
      // What the server told of stays until the level is chosen anew.
      if (text !== (told.dataset.told ?? "")) {
        told.dataset.told = text;
        told.textContent = text;
      }
    }
  };

  const count = () => {
    form.elements.count.value = Number(form.elements.count.value) + 1;
  };

  const refused = async (response) => {
    const answer = await response.json();
    if (answer.code === "PRACTICUM-NEWER-KEPT") {
      halted = true;
      say(words.newer, "problem");
    } else {
      say(`${words.problem} ${answer.message}`, "problem");
    }
  };

  const told = async (response) => {
    const isAnswer = response.headers.get("Content-Type")?.includes("json");
    if (response.redirected || response.status === 401 || !isAnswer) {
      say(words.expired, "problem");
    } else if (response.ok) {
      const answer = await response.json();
      form.elements.revision.value = answer.revision;
      left.textContent = answer.left;
      say(answer.saved_at, "done");
      if (!changed) {
        await forget();
      }
    } else {
      await refused(response);
    }
  };

  async function send() {
    if (sending || halted) {
      return;
    }
    sending = true;
    changed = false;
    say(words.saving, "done");
    try {
      const body = new URLSearchParams(new FormData(form)).toString();
      const response = await fetch(form.action, {
        method: "POST",
        body,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "X-Requested-With": "fetch",
        },
        // Browsers refuse more on the way out, and would refuse it for ever.
        keepalive: body.length < KEEPALIVE_LIMIT,
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

  const clearFault = (input) => {
    const told = input.closest("fieldset")?.querySelector(":scope > .field__error");
    if (told && !told.dataset.told) {
      told.textContent = "";
    }
  };

  const change = (event) => {
    changed = true;
    count();
    clearFault(event.target);
    tellLevels();
    keep();
    later(300);
  };

  const value = (fields, name) => fields.find(([one]) => one === name)?.[1] ?? "";

  // Whether the server has it: the page that was saved last, up to its count.
  const isKept = (fields) =>
    value(fields, "page") === words.keptPage &&
    Number(value(fields, "count")) <= Number(words.keptCount);

  const restore = (fields) => {
    for (const input of form.querySelectorAll('[type="radio"], [type="checkbox"]')) {
      input.checked = fields.some(
        ([name, value]) => name === input.name && value === input.value,
      );
    }
    for (const name of ["note", "revision", "page", "count"]) {
      form.elements[name].value = value(fields, name);
    }
  };

  form.addEventListener("change", change);
  form.elements.note.addEventListener("input", () => {
    changed = true;
    count();
    keep();
    later(2000);
  });
  addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed) {
      sending = false;
      send();
    }
  });

  // What could not be sent the last time is marked again, and sent.
  if (!document.querySelector("[data-focus-on-load]")) {
    inStore("readonly", (store) => store.get(place)).then((fields) => {
      if (fields && isKept(fields)) {
        forget();
      } else if (fields && !changed) {
        restore(fields);
        tellLevels();
        say(words.waiting, "waiting");
        later(0);
      }
    });
  }
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    halted = true;
    count();
    keep();
  });
  tellLevels();
}

// The form is in view to be signed: everything of it has arrived.
for (const element of document.querySelectorAll("[data-rating-kept]")) {
  const place = `${element.dataset.rater} ${element.dataset.ratingKept}`;
  inStore("readwrite", (store) => store.delete(place));
}
