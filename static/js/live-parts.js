// Parts of a page that follow a topic: when the server says that it changed, the page fetches the
// part again, as its reader may see it now, and puts it in place of the old one.
const AGAIN = 5000;
// Thousands may hear of one change in the same instant.
const SPREAD = 300;
const SPEAK_AFTER = 2000;
// A finger's click comes a little later than the finger leaves.
const CLICKED = 300;

const places = [...document.querySelectorAll('[data-live]')];
const known = new Map(places.map(({ dataset }) => [dataset.live, Number(dataset.version)]));
const fetching = new Map();
const stale = new Set();
const said = new Map();
let speaking = 0;

// A screen reader hears the last word on each topic, and not each event.
const speaker = document.createElement('p');
speaker.className = 'vh';
speaker.setAttribute('role', 'status');
speaker.dataset.liveSummary = '';
if (places.length) document.body.append(speaker);
const speak = () => {
  speaking = 0;
  speaker.textContent = [...said.values()].join(' ');
  said.clear();
};

// What somebody has begun to type stays as it is; what they opened stays open.
const isTouched = (one) => {
  if (one.matches('select')) return one.selectedIndex !== Math.max(0, [...one.options].findIndex((option) => option.defaultSelected));
  if (one.matches('[type=checkbox], [type=radio]')) return one.checked !== one.defaultChecked;
  return one.value !== one.defaultValue;
};
const isBegun = (old) => [...old.querySelectorAll('input:not([type=hidden]), textarea, select')].some(isTouched);
const open = (old, part) => {
  for (const { id } of old.querySelectorAll('details[open][id]')) {
    const same = part.querySelector(`details#${CSS.escape(id)}`);
    if (same) same.open = true;
  }
};

// A key or a pointer that is down on a part when it is drawn anew would act on nothing when it is let
// go: the new part waits for that.
let held = null;
const waiting = new Map();
const letGo = () => {
  held = null;
  setTimeout(() => {
    if (held) return;
    const parts = [...waiting.values()];
    waiting.clear();
    parts.forEach(replace);
  }, CLICKED);
};
for (const kind of ['keydown', 'pointerdown']) document.addEventListener(kind, ({ target }) => { held = target; }, true);
for (const kind of ['keyup', 'pointerup', 'pointercancel']) document.addEventListener(kind, letGo, true);
window.addEventListener('blur', letGo);

// What does the same in the new part: another button of it must not get the focus in its stead.
const twin = (focused, part) => {
  const marks = (one) => [one.tagName, one.closest('[id]')?.id, one.href, one.name, one.value].join('|');
  const alike = [...part.querySelectorAll('a, button:enabled, summary')].filter((one) => marks(one) === marks(focused));
  return alike.find((one) => one.textContent === focused.textContent) ?? (alike.length === 1 ? alike[0] : null);
};

function replace(part) {
  waiting.delete(part.id);
  const old = document.getElementById(part.id);
  if (!old || old.isEqualNode(part) || isBegun(old)) return;
  if (held && old.contains(held)) { waiting.set(part.id, part); return; }
  open(old, part);
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  if (focused?.matches('input, textarea, select')) return;
  const same = focused && twin(focused, part);
  old.replaceWith(part);
  if (!focused) return;
  if (!same) part.tabIndex = -1;
  (same ?? part).focus();
}

const draw = async (place) => {
  const answer = await fetch(place.dataset.fragment, { headers: { Accept: 'text/html' } });
  // What may no longer be shown stays as it was drawn; the next page says so.
  if (answer.status === 404 || answer.status === 403) { known.delete(place.dataset.live); return; }
  if (!answer.ok) throw new Error(answer.status);
  const box = document.createElement('template');
  box.innerHTML = await answer.text();
  const summary = [...box.content.querySelectorAll('[data-summary]')].map((one) => one.textContent.trim()).join(' ');
  for (const part of box.content.querySelectorAll('[data-part]')) replace(document.importNode(part, true));
  document.dispatchEvent(new Event('parts'));
  if (!summary) return;
  said.set(place.dataset.live, summary);
  speaking ||= setTimeout(speak, SPEAK_AFTER);
};

const refresh = async (place) => {
  const name = place.dataset.live;
  if (fetching.has(name)) { fetching.set(name, true); return; }
  do {
    fetching.set(name, false);
    try {
      await draw(place);
    } catch {
      setTimeout(() => refresh(place), AGAIN / 2 + Math.random() * AGAIN);
    }
  } while (fetching.get(name));
  fetching.delete(name);
};

// A tab that nobody looks at asks for nothing until somebody does.
const freshen = () => {
  if (document.hidden) return;
  for (const place of stale) setTimeout(() => refresh(place), Math.random() * SPREAD);
  stale.clear();
};
document.addEventListener('visibilitychange', freshen);

// The topics of this page with the versions that it shows.
export const topics = () => Object.fromEntries(known);

export const changed = (versions) => {
  for (const place of places) {
    const name = place.dataset.live;
    if (!known.has(name) || !(name in versions) || versions[name] === known.get(name)) continue;
    known.set(name, versions[name]);
    stale.add(place);
  }
  freshen();
};
