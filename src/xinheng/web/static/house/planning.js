// Moving bars on the board: by arrow keys or by dragging. The server says what a move would break.
(() => {
  const board = document.getElementById("plan-board");
  const form = document.getElementById("plan-move");
  const said = document.getElementById("plan-said");
  if (!board || !form || !board.dataset.moves) return;
  const days = board.dataset.days.trim().split(" ");
  const tracks = [...board.querySelectorAll(".plan-track[data-person]")];
  const address = (name, bar) => board.dataset[name].replace("KEY", encodeURIComponent(bar.dataset.line));
  let held = null;
  let asking = 0;

  const show = (text, wrong) => {
    said.hidden = !text;
    said.textContent = text;
    said.className = `plan-said alert ${wrong ? "alert-danger" : "alert-info"}`;
  };
  const wanted = (bar, place) => {
    const team = bar.dataset.team.trim().split(" ");
    const people = team.map((who) => (who === bar.dataset.person ? place.person : who));
    const sent = new FormData(form);
    sent.set("start_on", days[place.start]);
    people.forEach((who) => sent.append("team", who));
    if (bar.dataset.leads) sent.set("lead", place.person);
    return sent;
  };
  const put = (bar, place) => {
    const track = tracks.find((each) => each.dataset.person === place.person);
    bar.className = bar.className.replace(/\bc\d+\b/, `c${place.start}`);
    if (bar.parentElement !== track) track.append(bar);
  };
  const begin = (bar) => {
    if (held && held.bar === bar) return;
    if (held) back();
    const start = { start: Number(bar.dataset.start), person: bar.dataset.person };
    held = { bar, home: start, place: { ...start } };
  };
  const back = () => {
    if (!held) return;
    put(held.bar, held.home);
    held.bar.classList.remove("is-moving", "is-wrong");
    held = null;
    show("", false);
  };
  const fits = (bar, place) =>
    place.start >= 0 && place.start + Number(bar.dataset.length) <= days.length;

  const ask = async () => {
    const mine = ++asking;
    const { bar, place } = held;
    const answer = await fetch(address("check", bar), { method: "POST", body: wanted(bar, place), credentials: "same-origin" });
    if (mine !== asking || !held || !answer.ok) return;
    const told = await answer.json();
    const wrong = told.conflicts.length > 0;
    bar.classList.toggle("is-wrong", wrong);
    held.wrong = wrong;
    const texts = told.conflicts.map((each) => `${each.text} (${each.source})`);
    show(wrong ? texts.join(" ") : `${days[place.start]} · ${told.said || board.dataset.sound}`, wrong);
  };
  const move = (bar, place) => {
    if (!fits(bar, place)) return;
    begin(bar);
    if (held.place.start === place.start && held.place.person === place.person) return;
    held.place = place;
    put(bar, place);
    bar.classList.add("is-moving");
    ask();
  };
  const keep = () => {
    const { bar, place } = held;
    form.action = address("change", bar);
    for (const [name, value] of wanted(bar, place)) {
      if (name === "seen" || name === "csrfmiddlewaretoken") continue;
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    }
    form.submit();
  };
  const stays = (bar) => bar.classList.contains("is-accepted") || bar.classList.contains("is-locked");

  board.addEventListener("keydown", (event) => {
    const bar = event.target.closest(".plan-bar");
    if (!bar || stays(bar) || event.altKey || event.ctrlKey || event.metaKey) return;
    const now = held && held.bar === bar ? held.place : { start: Number(bar.dataset.start), person: bar.dataset.person };
    const row = tracks.findIndex((each) => each.dataset.person === now.person);
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.key in steps) {
      const [sideways, down] = steps[event.key];
      const track = tracks[row + down];
      if (track) move(bar, { start: now.start + sideways, person: track.dataset.person });
      bar.focus();
    } else if (event.key === "Enter" && held && held.bar === bar) {
      if (!held.wrong) keep();
    } else if (event.key === "Escape" && held) {
      back();
      bar.focus();
    } else return;
    event.preventDefault();
  });

  board.addEventListener("dragstart", (event) => {
    const bar = event.target.closest(".plan-bar");
    if (!bar || stays(bar)) { event.preventDefault(); return; }
    begin(bar);
    held.grip = Math.floor((event.clientX - bar.getBoundingClientRect().left) / 28);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", bar.dataset.line);
  });
  board.addEventListener("dragover", (event) => {
    const track = event.target.closest(".plan-track[data-person]");
    if (!held || !track) return;
    event.preventDefault();
    const across = event.clientX - track.getBoundingClientRect().left;
    const width = track.getBoundingClientRect().width / Math.max(1, days.length);
    const start = Math.floor(across / Math.max(28, Math.min(width, 28))) - (held.grip || 0);
    move(held.bar, { start, person: track.dataset.person });
  });
  board.addEventListener("drop", (event) => {
    if (!held) return;
    event.preventDefault();
    if (!held.wrong && held.bar.classList.contains("is-moving")) keep();
  });
  board.addEventListener("dragend", () => {
    if (held && held.wrong) back();
  });
})();
