// Suggestions below a field, by the combobox pattern of ARIA 1.2 (list autocomplete, nothing chosen
// beforehand). Only comfort: the form sends what is typed with this script as without it, and
// whatever goes wrong here leaves the plain field.

const LEAST = 2;
const LONGEST = 80;
const MOST = 8;
const PAUSE = 150; // milliseconds without a key before the server is asked
const QUIET = 1000; // milliseconds before a count is said
const LOWEST = 192; // pixels that a list needs below its field; else it opens above

const KINDS = {
  service: ["Leistung", "Leistungen"],
  keyword: ["Suchwort", "Suchwörter"],
  place: ["Ort", "Orte"],
  topic: ["Thema", "Themen"],
};

for (const input of document.querySelectorAll("input[data-suggestions], input[data-places]")) {
  enhance(input);
}

function make(className, attributes, ...content) {
  const element = document.createElement("div");
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...content);
  return element;
}

/** A place as the server understands it and no other. */
function label(place) {
  return place.label ?? (place.detail ? `${place.text} (${place.detail})` : place.text);
}

function enhance(input) {
  const form = input.form;
  const { suggestions, places } = input.dataset;
  const box = input.parentElement;
  const id = `${input.id || input.name}-vorschlaege`;
  const list = make("lb-combobox__list", {
    id,
    role: "listbox",
    "aria-label": "Vorschläge",
    lang: "de",
    hidden: "",
  });
  const hint = make(
    "kern-sr-only",
    { id: `${id}-hinweis`, lang: "de" },
    "Beim Tippen erscheinen Vorschläge. Wählen Sie mit den Pfeiltasten oder durch Berühren aus."
  );
  const status = make("kern-sr-only", { role: "status", lang: "de" });
  let options = [];
  let active = -1;
  let request; // the one whose answer is awaited
  let timer;
  let voice;
  let silentUntil = 0;

  function activate(index) {
    options[active]?.element.setAttribute("aria-selected", "false");
    active = index;
    const option = options[active]?.element;
    if (option) {
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function close() {
    activate(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  /** Forgets what was asked, so that a late answer changes nothing. */
  function stop() {
    clearTimeout(timer);
    clearTimeout(voice);
    request?.abort();
    request = undefined;
  }

  /** As high as there is room for, on the side of the field that has more of it. */
  function fit() {
    const field = input.getBoundingClientRect();
    const below = (window.visualViewport?.height ?? window.innerHeight) - field.bottom;
    const up = below < LOWEST && field.top > below;
    list.style.maxHeight = `min(26rem, ${Math.max(up ? field.top : below, 120) - 8}px)`;
    list.style.top = up ? "auto" : `${field.bottom - box.getBoundingClientRect().top}px`;
    list.style.bottom = up ? `${box.getBoundingClientRect().bottom - field.top}px` : "auto";
  }

  function show(items) {
    options = items.map((item, i) => {
      const text = make("", {}, item.text ?? item.name);
      const detail = item.label ? item.label.slice(item.name.length + 2, -1) : item.detail;
      const element = make(
        "lb-combobox__option",
        {
          id: `${id}-${i}`,
          role: "option",
          "aria-selected": "false",
          "aria-posinset": i + 1,
          "aria-setsize": items.length,
        },
        text
      );
      if (detail) {
        // The comma keeps the two apart where they are read aloud.
        text.append(make("kern-sr-only", {}, ", "));
        element.append(make("lb-combobox__detail", {}, detail));
      }
      return { element, item, kind: suggestions ? item.kind : "place" };
    });
    const groups = {};
    for (const { kind, element } of options) {
      const many = KINDS[kind][1];
      groups[kind] ??= make(
        "",
        { role: "group", "aria-label": many },
        make("lb-combobox__group", { "aria-hidden": "true" }, many)
      );
      groups[kind].append(element);
    }
    list.replaceChildren(...Object.values(groups));
    close();
    if (options.length) {
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      fit();
      list.scrollTop = 0;
    }
    const counts = Object.keys(groups).map((kind) => {
      const count = options.filter((option) => option.kind === kind).length;
      return `${count} ${KINDS[kind][count === 1 ? 0 : 1]}`;
    });
    // Not before the typing rests.
    voice = setTimeout(() => {
      status.textContent = counts.length
        ? `Vorschläge: ${counts.join(", ")}.`
        : "Keine Vorschläge.";
    }, QUIET);
  }

  async function ask(first) {
    stop();
    const typed = input.value.trim();
    if (typed.length < LEAST || typed.length > LONGEST || Date.now() < silentUntil) {
      close();
      return;
    }
    const own = (request = new AbortController());
    try {
      const answer = await fetch(`${suggestions ?? places}?${new URLSearchParams({ q: typed, limit: MOST })}`, {
        credentials: "omit",
        signal: own.signal,
      });
      if (!answer.ok) {
        silentUntil = Date.now() + 1000 * (Number(answer.headers.get("Retry-After")) || 1);
        throw new Error(answer.statusText);
      }
      const { items } = await answer.json();
      if (own === request && document.activeElement === input) {
        show(suggestions ? items.filter(({ kind }) => KINDS[kind]) : items);
        if (first) {
          activate(0);
        }
      }
    } catch {
      if (own === request) {
        close();
      }
    }
  }

  function go(path) {
    const query = new URLSearchParams();
    for (const name of ["ort", "sprache"]) {
      const value = form.elements[name]?.value.trim();
      if (value) {
        query.set(name, value);
      }
    }
    location.assign(`${path}?${query}`.replace(/\?$/, ""));
  }

  function choose({ kind, item }) {
    stop();
    close();
    if (kind === "service") {
      go(`/leistung/${encodeURIComponent(item.id)}`);
    } else if (kind === "topic") {
      go(`/themen/${encodeURIComponent(item.id)}`);
    } else if (kind === "keyword") {
      input.value = item.text;
      form.requestSubmit();
    } else {
      const field = form.elements.ort ?? input;
      if (field !== input) {
        input.value = "";
      }
      field.value = label(item);
      status.textContent = `Ort eingetragen: ${field.value}.`;
    }
  }

  function onKey(event) {
    // While an input method composes a word, its keys are its own; Safari tells by the code only.
    if (event.isComposing || event.keyCode === 229) {
      return;
    }
    const open = !list.hidden;
    const many = options.length;
    switch (event.key) {
      case "ArrowDown":
        event.preventDefault();
        if (!open) {
          ask(!event.altKey);
        } else {
          activate(active + 1 < many ? active + 1 : -1);
        }
        break;
      case "ArrowUp":
        if (open) {
          event.preventDefault();
          if (event.altKey) {
            close();
          } else {
            activate(active < 0 ? many - 1 : active - 1);
          }
        }
        break;
      case "ArrowLeft":
      case "ArrowRight":
      case "Home":
      case "End":
        activate(-1);
        break;
      case "Escape":
        if (open) {
          event.preventDefault();
          stop();
          close();
        }
        break;
      case "Enter":
        if (options[active]) {
          event.preventDefault();
          choose(options[active]);
        }
        break;
      case "Tab":
        // A place is only taken over; anything else would lead away, which no Tab may.
        if (options[active]?.kind === "place") {
          choose(options[active]);
        }
        break;
    }
  }

  function onInput(event) {
    if (!event.isComposing) {
      activate(-1);
      stop();
      status.textContent = "";
      timer = setTimeout(ask, PAUSE);
    }
  }

  function leave() {
    stop();
    close();
  }

  box.classList.add("lb-combobox");
  input.after(list, hint, status);
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-controls": id,
    "aria-describedby": `${input.getAttribute("aria-describedby") ?? ""} ${hint.id}`.trim(),
  })) {
    input.setAttribute(name, value);
  }
  close();
  input.addEventListener("input", onInput);
  input.addEventListener("compositionend", () => onInput({}));
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", leave);
  form.addEventListener("submit", leave);
  // A page that comes back from memory must not show an old list.
  window.addEventListener("pageshow", leave);
  // The field keeps the focus while a pointer chooses.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const element = event.target.closest("[role=option]");
    const option = options.find((each) => each.element === element);
    if (option) {
      choose(option);
    }
  });
}
