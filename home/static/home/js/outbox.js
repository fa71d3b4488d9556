// Keeps what a form says in the browser until the server has it: a closed tab, a lost
// network or an expired sign-in lose nothing. Forms ask for it with data-outbox, whose
// value names what is sent in order. Without this file such a form is a plain form.
(() => {
  "use strict";
  const line = document.querySelector("[data-outbox-line]");
  const words = line?.dataset ?? {};
  const me = words.person;
  if (!me || !window.indexedDB) return;
  document.documentElement.dataset.outbox = "on";

  const LONGEST_WAIT = 60000;
  const PATIENCE = 20000;
  const KEEPALIVE_LIMIT = 60000;
  const channel = new BroadcastChannel("kap-outbox");
  let wait = 2000;
  let timer = 0;

  const opened = new Promise((done, fail) => {
    const request = indexedDB.open("kap-outbox", 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore("rows", { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  opened.catch(() => {});

  async function inStore(mode, work) {
    const store = await opened;
    return new Promise((done, fail) => {
      const change = store.transaction("rows", mode, { durability: "strict" });
      const asked = work(change.objectStore("rows"));
      change.oncomplete = () => done(asked?.result);
      change.onabort = () => fail(change.error);
    });
  }

  async function mine() {
    const rows = await inStore("readonly", (store) => store.getAll());
    return rows.filter((row) => row.person === me);
  }

  // The same words to the same address wait once. Only the newest of what replaces
  // itself (a journal) waits at all.
  const put = (row, isNewest) =>
    inStore("readwrite", (store) => {
      const all = store.getAll();
      all.onsuccess = () => {
        const before = all.result.filter((one) => one.person === me && one.url === row.url);
        if (before.at(-1)?.body === row.body) return;
        if (isNewest) for (const one of before) store.delete(one.id);
        store.add(row);
      };
    });

  const drop = (rows) =>
    inStore("readwrite", (store) => {
      for (const row of rows) store.delete(row.id);
    });

  function rowOf(form, button) {
    const fields = [...new FormData(form, button)];
    // The token of a waiting form grows old; a fresh one goes with every sending.
    const kept = fields.filter(([name]) => name !== "csrfmiddlewaretoken");
    return {
      key: crypto.randomUUID(),
      url: new URL(form.action).pathname,
      body: new URLSearchParams(kept).toString(),
      target: form.dataset.outbox,
      isPrivate: "outboxPrivate" in form.dataset,
      person: me,
      madeAt: Date.now(),
    };
  }

  function token() {
    const cookie = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
    return cookie?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  const post = (row) =>
    fetch(row.url, {
      method: "POST",
      body: row.body,
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        "Idempotency-Key": row.key,
        "X-CSRFToken": token(),
        "X-Person": row.person,
        "X-Requested-With": "fetch",
      },
      redirect: "error",
      keepalive: row.body.length < KEEPALIVE_LIMIT,
      signal: AbortSignal.timeout(PATIENCE),
    });

  const isSignedOut = (told) => told.status === 401 || told.data?.code === "FORM-EXPIRED";
  const isForLater = (told) =>
    told.status >= 500 || [408, 425, 429].includes(told.status) || isSignedOut(told);

  async function send(row) {
    try {
      const answer = await post(row);
      const text = await answer.text();
      const isJson = answer.headers.get("Content-Type")?.includes("json");
      const data = isJson ? JSON.parse(text) : null;
      return { url: row.url, ok: answer.ok, status: answer.status, text, data };
    } catch {
      return { url: row.url, ok: false, status: 503, text: "", data: null };
    }
  }

  // What waits for something of the same name waits behind it: a lesson is finished
  // after its questions.
  async function sendAll() {
    const held = new Set();
    let last = null;
    for (const row of await mine()) {
      if (held.has(row.target)) continue;
      const told = await send(row);
      last = told;
      if (isForLater(told)) {
        held.add(row.target);
        hear(told, "outbox:waiting", { isSignedOut: isSignedOut(told) });
      } else {
        await drop([row]);
        channel.postMessage(told);
        tell(told);
      }
    }
    await say(last);
  }

  async function flush() {
    clearTimeout(timer);
    const locked = navigator.locks;
    await (locked ? locked.request("kap-outbox", sendAll) : sendAll());
    const left = await mine();
    wait = left.length ? Math.min(wait * 2, LONGEST_WAIT) : 2000;
    if (left.length) timer = setTimeout(flush, wait);
  }

  const formsTo = (url) =>
    [...document.querySelectorAll("form[data-outbox]")].filter(
      (form) => new URL(form.action).pathname === url,
    );

  // Tells the forms of this page that were sent there.
  function hear(told, name, detail) {
    const forms = formsTo(told.url);
    for (const form of forms) {
      form.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
    }
    return forms;
  }

  // A page that was loaded before what waited was sent shows what came before it.
  const isOld = (form) =>
    "outboxNewest" in form.dataset && !form.dataset.sent && !form.dataset.touched;

  function tell(told) {
    for (const form of hear(told, "outbox:answer", told)) {
      if (told.ok && told.data?.next && form.dataset.sent) location.assign(told.data.next);
      else if (form.dataset.held || (told.ok && isOld(form))) location.reload();
    }
  }

  // What is done once, and waits already, is not asked for again.
  async function hold() {
    for (const row of await mine()) {
      for (const form of formsTo(row.url)) {
        const button = form.querySelector("button");
        if (!("outboxOnce" in form.dataset) || form.dataset.held || !button) continue;
        form.dataset.held = "yes";
        button.disabled = true;
        (button.querySelector("span") ?? button).textContent = words.held;
      }
    }
  }

  const show = (text, kind) => {
    line.className = `status-line outbox-line status-line--${kind}`;
    if (line.textContent !== text) line.textContent = text;
  };

  const clock = () =>
    new Date().toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    });

  async function say(last) {
    const count = (await mine()).length;
    if (count) {
      const text = last && isSignedOut(last) ? words.signedOut : words.waiting;
      show(text.replace("%(count)s", count), "waiting");
    } else if (last?.ok) {
      show(words.saved.replace("%(time)s", last.data?.saved_at ?? clock()), "done");
    } else if (last) {
      show(words.refused.replace("%(reason)s", last.data?.message ?? ""), "problem");
    }
  }

  async function keep(form, button) {
    try {
      await put(rowOf(form, button), "outboxNewest" in form.dataset);
    } catch {
      form.dataset.plain = "yes";
      form.requestSubmit(button);
      return;
    }
    form.dataset.sent = "yes";
    form.dispatchEvent(new CustomEvent("outbox:kept", { bubbles: true }));
    await say(null);
    await hold();
    await flush();
  }

  // What was written for nobody else does not stay on a device that others use.
  async function leave(form) {
    await Promise.race([flush(), new Promise((done) => setTimeout(done, 3000))]);
    const left = await mine();
    const question = words.leaving.replace("%(count)s", left.length);
    if (left.length && !window.confirm(question)) return;
    await drop(left.filter((row) => row.isPrivate));
    form.submit();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if ("signOut" in form.dataset) {
      event.preventDefault();
      leave(form).catch(() => form.submit());
    } else if (form.dataset.outbox && !form.dataset.plain) {
      event.preventDefault();
      keep(form, event.submitter);
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.form) event.target.form.dataset.touched = "yes";
  });
  channel.addEventListener("message", ({ data }) => hear(data, "outbox:answer", data));
  addEventListener("online", flush);
  addEventListener("pageshow", () => hold().then(flush));
  document.addEventListener("visibilitychange", flush);
})();
