// Counts down on the server's clock: <meta name="server-now"> gives the offset,
// so a wrong clock on the visitor's machine never shows a wrong deadline.
const served = Date.parse(document.querySelector('meta[name="server-now"]')?.content ?? '') || Date.now();
const offset = served - Date.now();
const [days, hours, minutes, over] = document.body.dataset.countdown.split('|');
const two = (number) => String(number).padStart(2, '0');
const part = (number, unit) => { const b = document.createElement('b'); b.textContent = number; return [b, unit]; };
function draw(element) {
  const left = Date.parse(element.dataset.deadline) - (Date.now() + offset);
  element.classList.toggle('is-over', left <= 0);
  element.classList.toggle('is-soon', left > 0 && left < 72 * 36e5);
  if (left <= 0) { element.textContent = over; return; }
  const m = Math.floor(left / 6e4), d = Math.floor(m / 1440), h = Math.floor(m % 1440 / 60);
  element.replaceChildren(...(d ? part(d, days) : []), ...part(two(h), hours), ...part(two(m % 60), minutes));
}
const tick = () => document.querySelectorAll('[data-deadline]').forEach(draw);
tick();
setInterval(tick, 15000);
