// Reports searches that find nothing, and sends "Did this help?" from where it stands.
// Words go along and nothing about the reader, and nothing is kept.
const { report: to, form: name } = document.querySelector("[data-report]").dataset;

async function send(fields) {
  const response = await fetch(to, {
    method: "POST",
    body: new URLSearchParams(fields), // needs no permission to be asked for, and is what a form sends
    credentials: "omit",
    referrerPolicy: "no-referrer",
    keepalive: true, // the reader may go on meanwhile
  });
  if (!response.ok) throw new Error(response.statusText);
}

// What may be of a person, or a secret, is not reported: addresses, long numbers, keys,
// and whatever is as long as a text that was pasted.
const personal = /[@＠]|\p{Nd}{6}|\p{Nd}(?:[\s()./+-]{0,3}\p{Nd}){6}|(?=\S*\p{Nd})\S{20}/u;
const isWords = (words) => words.length > 1 && words.length <= 200 && !personal.test(words);

const pause = 4000; // milliseconds without a key until a search is what the reader means

function reportSearches() {
  const reported = new Set();
  let typed = "";
  let pending = ""; // words that found nothing, as long as the reader may go on typing
  let timer;

  const wait = (words) => {
    clearTimeout(timer);
    pending = words;
    if (words) timer = setTimeout(settle, pause);
  };
  const settle = () => {
    const words = pending.replace(/\s+/g, " ");
    wait("");
    if (!words || reported.has(words.toLowerCase())) return;
    reported.add(words.toLowerCase());
    const fields = { "form-name": name, page: "", website: "", helped: "nothing found", question: words };
    send(fields).catch(() => {}); // it is lost, and that is all
  };

  document.addEventListener("input", ({ target }) => {
    if (target.type !== "search") return;
    typed = target.value.trim();
    wait("");
  });
  // What an address says was typed somewhere else, or once before. A filter may be why nothing is found.
  document.addEventListener("headsup-found", ({ detail: { words, total, filtered } }) => {
    wait(total === 0 && !filtered && words === typed && isWords(words) ? words : "");
  });
  // Who leaves the field, gives up or asks for a result has typed all of it.
  for (const turn of ["focusout", "close"]) document.addEventListener(turn, settle, true);
  document.addEventListener("keydown", ({ key, isComposing }) => {
    if (!isComposing && (key === "Escape" || key === "Enter")) settle();
  }, true);
  addEventListener("pagehide", settle);
}

function stayOnPage(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [button] = form.querySelectorAll("[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    const said = document.createElement("p");
    said.tabIndex = -1;
    try {
      await send(new FormData(form));
      said.textContent = $word("thanks-helped");
      form.replaceChildren(said);
    } catch {
      // A login may want to know who sends, which the form tells the site itself by its cookie.
      if (new URL(to, location).origin === location.origin) {
        form.submit();
        return;
      }
      button.disabled = false;
      said.textContent = $word("send-failed");
      form.querySelector(".helped-failed")?.remove();
      said.className = "helped-failed";
      button.after(said);
    }
    said.focus();
  });
}

// Who asks not to be followed is not, although nobody could be. What readers send themselves is sent.
if (navigator.doNotTrack !== "1" && !navigator.globalPrivacyControl) reportSearches();
const form = document.querySelector("[data-helped]");
if (form) stayOnPage(form);
