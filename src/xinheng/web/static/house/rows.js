// Long forms: rows that come and go, fields that are picked by words, days from a calendar.
// Without this file rows are added by saving, and codes and days are typed.
(function () {
  "use strict";

  // Rows
  function changed(form) {
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }
  document.addEventListener("click", function (event) {
    var more = event.target.closest("[data-row-more]");
    if (more) {
      event.preventDefault();
      var box = more.closest("fieldset");
      var rows = box.querySelector("[data-rows]");
      var holder = document.createElement("div");
      holder.innerHTML = box.querySelector("template").innerHTML.replaceAll("__n__", rows.value);
      var row = holder.firstElementChild;
      rows.value = String(Number(rows.value) + 1);
      box.querySelector("[data-lines]").append(row);
      prepare(row);
      row.querySelector("input:not([type=hidden]), select, textarea").focus();
    }
    var away = event.target.closest("[data-row-away]");
    if (away) {
      var form = away.closest("form");
      away.closest("[data-row]").remove();
      changed(form);
    }
  });

  // A file that was chosen is kept at once.
  document.addEventListener("change", function (event) {
    if (!event.target.matches("[data-send-file]") || !event.target.files.length) return;
    event.stopPropagation();
    event.target.form.requestSubmit(document.getElementById("save-draft"));
  }, true);

  // Picking by words
  function picker(box) {
    var kept = box.querySelector("input");
    if (kept.readOnly || box.dataset.ready) return;
    box.dataset.ready = "yes";
    var many = box.hasAttribute("data-many");
    var list = box.querySelector(".picked");
    var words = document.createElement("input");
    var found = document.createElement("ul");
    var waiting, asked = 0;
    words.className = kept.className;
    words.type = "search";
    words.id = kept.id;
    words.placeholder = box.dataset.hint;
    words.autocomplete = "off";
    words.setAttribute("role", "combobox");
    words.setAttribute("aria-expanded", "false");
    found.className = "found";
    found.hidden = true;
    kept.type = "hidden";
    kept.removeAttribute("id");
    kept.after(words, found);

    function values() {
      return Array.from(list.children).map(function (chip) { return chip.dataset.value; });
    }
    function write() {
      kept.value = values().join(" ");
      kept.dispatchEvent(new Event("change", { bubbles: true }));
    }
    function dress(chip) {
      var away = document.createElement("button");
      away.type = "button";
      away.textContent = "×";
      away.setAttribute("aria-label", box.dataset.away + " " + chip.textContent);
      away.addEventListener("click", function () { chip.remove(); write(); words.focus(); });
      chip.append(away);
    }
    function close() {
      found.hidden = true;
      words.setAttribute("aria-expanded", "false");
    }
    function take(one) {
      if (!many) list.replaceChildren();
      if (!values().includes(one.value)) {
        var chip = document.createElement("li");
        chip.dataset.value = one.value;
        chip.textContent = one.label;
        dress(chip);
        list.append(chip);
        write();
      }
      words.value = "";
      close();
    }
    function show(rows) {
      found.replaceChildren();
      rows.forEach(function (one) {
        var line = document.createElement("li");
        var button = document.createElement("button");
        button.type = "button";
        button.textContent = one.label;
        button.addEventListener("click", function () { take(one); words.focus(); close(); });
        line.append(button);
        found.append(line);
      });
      if (!rows.length) {
        var none = document.createElement("li");
        none.className = "none";
        none.textContent = box.dataset.empty;
        found.append(none);
      }
      found.hidden = false;
      words.setAttribute("aria-expanded", "true");
    }
    function ask() {
      var number = ++asked;
      fetch(box.dataset.url + "?q=" + encodeURIComponent(words.value), { credentials: "same-origin" })
        .then(function (answer) { return answer.json(); })
        .then(function (answer) { if (number === asked) show(answer.found); })
        .catch(close);
    }
    words.addEventListener("input", function (event) {
      event.stopPropagation();
      window.clearTimeout(waiting);
      waiting = window.setTimeout(ask, 200);
    });
    words.addEventListener("change", function (event) { event.stopPropagation(); });
    words.addEventListener("focus", function () { if (!words.value) ask(); });
    words.addEventListener("keydown", function (event) {
      var buttons = Array.from(found.querySelectorAll("button"));
      if (event.key === "Enter") {
        event.preventDefault();
        if (buttons.length && !found.hidden) buttons[0].click();
      }
      if (event.key === "ArrowDown" && buttons.length) { event.preventDefault(); buttons[0].focus(); }
      if (event.key === "Escape") close();
    });
    found.addEventListener("keydown", function (event) {
      var buttons = Array.from(found.querySelectorAll("button"));
      var here = buttons.indexOf(document.activeElement);
      if (event.key === "ArrowDown" && here + 1 < buttons.length) { event.preventDefault(); buttons[here + 1].focus(); }
      if (event.key === "ArrowUp") { event.preventDefault(); (buttons[here - 1] || words).focus(); }
      if (event.key === "Escape") { close(); words.focus(); }
    });
    box.addEventListener("focusout", function (event) {
      if (!box.contains(event.relatedTarget)) window.setTimeout(function () {
        if (!box.contains(document.activeElement)) { close(); words.value = ""; }
      }, 150);
    });
    Array.from(list.children).forEach(dress);
  }

  // Days: typed as one likes, or from the browser's calendar.
  function day(field) {
    if (field.readOnly || field.dataset.ready || !HTMLInputElement.prototype.showPicker) return;
    field.dataset.ready = "yes";
    var group = document.createElement("div");
    var button = document.createElement("button");
    var calendar = document.createElement("input");
    group.className = "input-group day-group";
    calendar.type = "date";
    calendar.tabIndex = -1;
    calendar.setAttribute("aria-hidden", "true");
    button.type = "button";
    button.className = "btn btn-icon";
    button.setAttribute("aria-label", field.dataset.pickLabel);
    button.title = field.dataset.pickLabel;
    button.textContent = "▾";
    field.replaceWith(group);
    group.append(field, button, calendar);
    button.addEventListener("click", function () { calendar.value = field.value; calendar.showPicker(); });
    calendar.addEventListener("change", function (event) {
      event.stopPropagation();
      field.value = calendar.value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // What was typed and is wrong is told at its field as soon as the draft is saved.
  function tell() {
    document.querySelectorAll("[data-told]").forEach(function (old) { old.remove(); });
    document.querySelectorAll("#missing [data-wrong]").forEach(function (place) {
      var field = document.getElementById(place.dataset.wrong);
      if (!field || document.getElementById(field.id + "-wrong")) return;
      var told = document.createElement("div");
      told.className = "invalid-feedback d-block";
      told.dataset.told = "yes";
      told.textContent = place.querySelector("[data-said]").textContent;
      (field.closest(".app-field") || field.parentElement).append(told);
    });
  }

  function prepare(part) {
    part.querySelectorAll("[data-picker]").forEach(picker);
    part.querySelectorAll("[data-day]").forEach(day);
    part.querySelectorAll("[data-row-away]").forEach(function (button) { button.hidden = false; });
  }
  prepare(document);
  tell();
  document.addEventListener("htmx:oobAfterSwap", tell);
})();
