// The month by keyboard: arrows from day to day, Page Up and Page Down from month to month.
(() => {
  const grid = document.querySelector("[data-month-grid]");
  if (!grid) return;
  const days = [...grid.querySelectorAll("[data-day]")];
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  const ends = { Home: 0, End: days.length - 1 };
  const months = { PageUp: "before", PageDown: "after" };

  const go = (index) => {
    const day = days[Math.min(Math.max(index, 0), days.length - 1)];
    days.forEach((other) => { other.tabIndex = other === day ? 0 : -1; });
    day.focus();
  };

  grid.addEventListener("keydown", (event) => {
    const index = days.indexOf(event.target.closest("[data-day]"));
    if (index < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in steps) go(index + steps[event.key]);
    else if (event.key in ends) go(ends[event.key]);
    else if (event.key in months) document.querySelector(`[data-month="${months[event.key]}"]`).click();
    else return;
    event.preventDefault();
  });
})();
