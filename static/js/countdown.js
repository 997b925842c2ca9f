// Counts down on the server's clock. <meta name="server-now"> says the instant at which the page was
// made; performance.now() counts on from its first byte, so a wrong clock on the visitor's machine,
// or one that is set meanwhile, never moves a deadline. Some machines stop that count while they
// sleep: the page asks the server anew when it is shown again, comes out of a cache, or finds that
// the machine's clock and the count have gone apart.
const meta = document.querySelector('meta[name="server-now"]');
const [visit] = performance.getEntriesByType('navigation');
const [days, hours, minutes, over] = document.body.dataset.countdown.split('|');
const two = (number) => String(number).padStart(2, '0');
const part = (number, unit) => { const b = document.createElement('b'); b.textContent = number; return [b, unit]; };
const apart = () => Date.now() - performance.now();
let anchor = { server: Date.parse(meta?.content ?? '') || Date.now(), count: visit?.responseStart || performance.now() };
let known = apart();
let asking = false, again = false;
let timer;
const serverNow = () => anchor.server + performance.now() - anchor.count;
async function ask() {
  again = asking;
  if (asking || !meta?.dataset.clock) return;
  asking = true;
  const asked = performance.now();
  try {
    const answer = await (await fetch(meta.dataset.clock, { cache: 'no-store' })).json();
    anchor = { server: Date.parse(answer.now), count: (asked + performance.now()) / 2 };
    known = apart();
  } catch { /* without a line the count goes on */ }
  asking = false;
  tick();
  if (again) ask();
}
function draw(element) {
  const left = Date.parse(element.dataset.deadline) - serverNow();
  element.classList.toggle('is-over', left <= 0);
  element.classList.toggle('is-soon', left > 0 && left < 72 * 36e5);
  if (left <= 0) { element.textContent = over; return Infinity; }
  const m = Math.floor(left / 6e4), d = Math.floor(m / 1440), h = Math.floor(m % 1440 / 60);
  element.replaceChildren(...(d ? part(d, days) : []), ...part(two(h), hours), ...part(two(m % 60), minutes));
  return left % 6e4 + 10;
}
// What holds until the close only: a word says that it has closed, a link leads nowhere any more.
function end(element) {
  if (Date.parse(element.dataset.until) > serverNow()) return;
  element.removeAttribute('data-until');
  if (element.matches('a')) { element.removeAttribute('href'); element.setAttribute('aria-disabled', 'true'); element.classList.add('disabled'); }
  else { element.className = 'tag'; element.textContent = over; }
}
function tick() {
  clearTimeout(timer);
  const next = [...document.querySelectorAll('[data-deadline]')].map(draw);
  document.querySelectorAll('[data-until]').forEach(end);
  timer = setTimeout(tick, Math.min(15000, ...next));
  if (Math.abs(apart() - known) > 2000) { known = apart(); ask(); }
}
tick();
if (visit?.type === 'back_forward') ask();
// A part that was drawn anew may have another deadline.
document.addEventListener('parts', tick);
addEventListener('pageshow', (event) => { if (event.persisted) ask(); });
document.addEventListener('visibilitychange', () => { if (!document.hidden) ask(); });
