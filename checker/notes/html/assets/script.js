"use strict";
(() => {
  const GAP = 8;
  const KINDS = ["error", "warning", "info"];
  const wide = matchMedia("(min-width: 60.01rem)");
  const filter = document.getElementById("filter");
  const reviews = [...document.querySelectorAll(".review")].map((main) => {
    const report = main.querySelector(".report");
    const chips = new Map([...report.querySelectorAll(".chip")].map((chip) => [chip.dataset.note, chip]));
    const notes = [...report.querySelectorAll(".note")];
    const marks = [...report.querySelectorAll("mark")];
    // Where a note's words begin: its first mark, or its number where there are no words.
    const words = new Map(chips);
    for (const mark of [...marks].reverse()) for (const number of mark.dataset.notes.split(" ")) words.set(number, mark);
    return { main, report, chips, notes, marks, words };
  });
  const all = reviews.flatMap((review) => review.notes);
  let active = null;

  const of = (element) => reviews.find((review) => review.main.contains(element));
  const shown = (notes) => notes.filter((note) => !note.hidden);

  // Cards stand as high as their words; where they would overlap they move down, except that the active one stays.
  const layOut = (review) => {
    const { report } = review;
    report.classList.toggle("floating", wide.matches);
    report.style.minHeight = "";
    if (!wide.matches) {
      for (const note of review.notes) note.style.top = "";
      return;
    }
    const top = report.getBoundingClientRect().top;
    const cards = shown(review.notes).map((note) => ({
      note, height: note.offsetHeight + GAP, anchor: review.words.get(note.dataset.note).getBoundingClientRect().top - top,
    }));
    const place = (held) => {
      let free = 0;
      for (const card of cards) {
        card.top = card === held ? card.anchor : Math.max(card.anchor, free);
        free = card.top + card.height;
      }
      let limit = Infinity;
      for (const card of [...cards].reverse()) {
        card.top = Math.min(card.top, limit - card.height);
        limit = card.top;
      }
      return free;
    };
    let bottom = place(cards.find((card) => card.note === active));
    if (cards.length && cards[0].top < 0) bottom = place(null);
    for (const card of cards) card.note.style.top = `${card.top}px`;
    report.style.minHeight = `${bottom}px`;
  };
  const layOutAll = () => reviews.forEach(layOut);

  const activate = (note, target) => {
    for (const element of document.querySelectorAll(".active")) element.classList.remove("active");
    active = note;
    const review = of(note);
    const number = note.dataset.note;
    note.classList.add("active");
    review.chips.get(number).classList.add("active");
    for (const mark of review.marks) mark.classList.toggle("active", mark.dataset.notes.split(" ").includes(number));
    layOut(review);
    const goal = target ?? note;
    goal.focus({ preventScroll: true });
    review.chips.get(number).scrollIntoView({ block: "nearest" });
    goal.scrollIntoView({ block: "nearest" });
  };

  const step = (by) => {
    const notes = shown(all);
    if (!notes.length) return;
    const at = notes.indexOf(active);
    const next = at < 0 ? (by > 0 ? 0 : notes.length - 1) : (at + by + notes.length) % notes.length;
    activate(notes[next]);
  };

  const applyFilter = () => {
    const kinds = new Set([...filter.elements.kind].filter((box) => box.checked).map((box) => box.value));
    const family = filter.elements.family.value;
    const words = filter.elements.words.value.trim();
    for (const note of all) {
      const { kind, family: own } = note.dataset;
      note.hidden = !kinds.has(kind) || (family !== "" && own !== family) || !note.textContent.includes(words);
    }
    for (const review of reviews) {
      const kindOf = new Map();
      for (const note of review.notes) {
        review.chips.get(note.dataset.note).hidden = note.hidden;
        if (!note.hidden) kindOf.set(note.dataset.note, note.dataset.kind);
      }
      for (const mark of review.marks) {
        const found = mark.dataset.notes.split(" ").map((number) => kindOf.get(number));
        mark.dataset.kind = KINDS.find((kind) => found.includes(kind)) ?? "";
      }
    }
    filter.elements.shown.value = `显示${shown(all).length}条，共${all.length}条`;
    layOutAll();
  };

  // A link may lead into something closed.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let parent = target; parent; parent = parent.parentElement) if (parent.tagName === "DETAILS") parent.open = true;
    const inside = target.querySelector(":scope > details");
    if (inside) inside.open = true;
    target.scrollIntoView({ block: "nearest" });
    target.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    const link = event.target.closest(".chip, .number");
    if (link) {
      event.preventDefault();
      const review = of(link);
      const note = link.closest(".note") ?? review.notes.find((other) => other.dataset.note === link.dataset.note);
      activate(note, link.matches(".number") ? review.chips.get(note.dataset.note) : note);
    } else if (mark && mark.dataset.kind) {
      const review = of(mark);
      const own = mark.dataset.notes.split(" ");
      const notes = shown(review.notes).filter((note) => own.includes(note.dataset.note));
      activate(notes[(notes.indexOf(active) + 1) % notes.length]);
    } else {
      const note = event.target.closest(".note");
      if (note && !event.target.closest("a")) activate(note);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "j" || event.key === "n") step(1);
    else if (event.key === "k" || event.key === "p") step(-1);
    else if (event.key === "/" && filter) { event.preventDefault(); filter.elements.words.focus(); }
    else if (event.key === "Enter" && event.target.matches(".note")) activate(event.target, of(event.target).chips.get(event.target.dataset.note));
  });
  addEventListener("hashchange", reveal);
  // What was set aside belongs on paper too.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".review details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
  addEventListener("resize", layOutAll);
  document.addEventListener("toggle", layOutAll, true);
  if (filter) {
    filter.hidden = false;
    filter.addEventListener("input", applyFilter);
    filter.addEventListener("submit", (event) => event.preventDefault());
    applyFilter();
  }
  layOutAll();
  document.fonts?.ready.then(layOutAll);
  reveal();
})();
