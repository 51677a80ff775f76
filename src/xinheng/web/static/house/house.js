// The few behaviours shared by all pages. Without this file every page still works.
(function () {
  "use strict";

  // "/" takes the cursor to the search field, unless something is being typed.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    var field = document.querySelector("[data-slash]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // A form that says so is sent as soon as one of its choices changes.
  document.addEventListener("change", function (event) {
    var form = event.target.closest("form[data-send-on-change]");
    if (form && event.target.matches("select, [type=checkbox], [type=date]")) form.requestSubmit();
  });

  // A form is sent once: its buttons rest until the answer is there.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || (form.getAttribute("method") || "get").toLowerCase() !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.hasAttribute("data-stay")) return;
    form.dataset.sent = "yes";
    window.setTimeout(function () {
      form.querySelectorAll("button:not([type=button])").forEach(function (button) {
        button.disabled = true;
      });
    }, 0);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("button:disabled").forEach(function (button) {
        button.disabled = false;
      });
    });
  });

  // Ask before what cannot be undone.
  document.addEventListener("click", function (event) {
    var asks = event.target.closest("[data-ask]");
    if (asks && !window.confirm(asks.dataset.ask)) event.preventDefault();
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });

  // A table wider than its frame can be reached and moved with the keyboard.
  function reachTables() {
    document.querySelectorAll(".table-responsive").forEach(function (frame) {
      if (frame.scrollWidth > frame.clientWidth) frame.setAttribute("tabindex", "0");
      else frame.removeAttribute("tabindex");
    });
  }
  document.addEventListener("DOMContentLoaded", reachTables);
  document.addEventListener("htmx:afterSettle", reachTables);
  window.addEventListener("resize", reachTables);

  // Before printing, everything folded is opened.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not([open])").forEach(function (details) {
      details.dataset.folded = "yes";
      details.open = true;
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details[data-folded]").forEach(function (details) {
      delete details.dataset.folded;
      details.open = false;
    });
  });

  // Lists: tick a whole page, count what is ticked, offer the rows of the other pages.
  function tally(list) {
    var boxes = list.querySelectorAll("input[name=row]");
    var ticked = list.querySelectorAll("input[name=row]:checked").length;
    var all = list.querySelector("[data-tick-all]");
    if (all) {
      all.checked = boxes.length > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
    var every = list.querySelector("input[name=every]");
    var bar = list.querySelector("[data-bulk]");
    if (bar) bar.hidden = ticked === 0;
    list.querySelectorAll("[data-ticked]").forEach(function (place) {
      place.textContent = every && every.checked ? every.dataset.total : String(ticked);
    });
    list.querySelectorAll("[data-offer-every]").forEach(function (offer) {
      offer.hidden = ticked !== boxes.length;
    });
    if (every && ticked !== boxes.length) every.checked = false;
  }
  document.addEventListener("change", function (event) {
    var list = event.target.closest("[data-list]");
    if (!list) return;
    if (event.target.matches("[data-tick-all]")) {
      list.querySelectorAll("input[name=row]").forEach(function (box) {
        box.checked = event.target.checked;
      });
    }
    if (event.target.matches("[data-tick-all], input[name=row], input[name=every]")) tally(list);
  });
  document.querySelectorAll("[data-list]").forEach(tally);

  // The summary of errors receives the focus, so that it is read first.
  var summary = document.querySelector("[data-errors]");
  if (summary) summary.focus();

  // A form is left only on purpose once something was typed into it.
  document.querySelectorAll("form[data-keep]").forEach(function (form) {
    var changed = false;
    form.addEventListener("input", function () {
      changed = true;
    });
    form.addEventListener("submit", function () {
      changed = false;
    });
    window.addEventListener("beforeunload", function (event) {
      if (changed) event.preventDefault();
    });
  });
})();
