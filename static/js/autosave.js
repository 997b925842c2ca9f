// Saves a draft by itself. What is not saved yet is kept on this computer under the draft's address,
// until the server has it: through a lost connection, an ended session, a closed window.
// Without this script the page's buttons save, and show both texts where two people collide.
const form = document.querySelector('[data-autosave]');
const address = form.dataset.autosave;
const store = `draft:${address}`;
const out = document.querySelector('[data-save-state]');
// Sent when the typing pauses, and after so long in any case.
const PAUSE = 1200, MOST = 4000, LOOK = 20000, AGAIN = 5000, ANSWER_WITHIN = 15000;
const fields = new Map([...form.querySelectorAll('[data-field]')].map((box) => [box.dataset.field, box]));
const dirty = new Set();
const open = new Set(); // collisions that wait for a choice
const refused = new Set(); // texts that cannot be stored as they are
const ready = () => [...dirty].filter((name) => !open.has(name) && !refused.has(name));
let waiting = {}; // what an earlier page kept here, until the person takes or leaves it
let timer, running, since, leaving = false;
let reached = true; // whether the page may be left: the portal is there, and knows the person

const base = (name) => form.elements[`base-${name}`];
const controls = (name) => [...fields.get(name).querySelectorAll(`[name="${CSS.escape(name)}"]`)];
const read = (name) => {
  const [first] = controls(name);
  if (!first) return '';
  if (first.type !== 'checkbox') return first.value;
  return controls(name).filter((one) => one.checked).map((one) => one.value).join(',');
};
const write = (name, text) => {
  for (const one of controls(name)) {
    if (one.type === 'checkbox') one.checked = text.split(',').includes(one.value);
    else one.value = text;
  }
};
const say = (look, icon, text) => {
  out.className = `save ${look}`;
  const use = out.querySelector('use');
  use.setAttribute('href', use.getAttribute('href').replace(/#.*/, `#${icon}`));
  const words = out.querySelector('span');
  if (words.textContent !== text) words.textContent = text;
};
const kept = () => { try { return JSON.parse(localStorage.getItem(store)) ?? {}; } catch { return {}; } };
const keep = () => {
  const texts = { ...waiting };
  for (const name of dirty) texts[name] = { text: read(name), base: base(name).value };
  try {
    if (Object.keys(texts).length) localStorage.setItem(store, JSON.stringify(texts));
    else localStorage.removeItem(store);
  } catch { /* A full or forbidden store: the page itself still holds the text. */ }
};

// Both texts of a collision: theirs is shown below the field, the person chooses.
function collide(name, theirs) {
  const box = fields.get(name).querySelector('[data-conflict]');
  open.add(name);
  box.dataset.mark = theirs.mark;
  box.querySelector('[data-by]').textContent = theirs.by;
  box.querySelector('[data-text]').textContent = theirs.text;
  box.querySelector('[data-choice]').hidden = false;
  box.hidden = false;
}
function settle(name, takes) {
  const box = fields.get(name).querySelector('[data-conflict]');
  if (takes) write(name, box.querySelector('[data-text]').textContent);
  base(name).value = box.dataset.mark;
  open.delete(name);
  if (takes) dirty.delete(name);
  box.hidden = true;
  controls(name)[0].focus();
  keep();
  save();
}
function blame(faults) {
  for (const [name, box] of fields) {
    const place = box.querySelector('[data-fault]');
    if (!faults[name]) { if (place.dataset.ours) place.replaceChildren(); continue; }
    const words = document.createElement('p');
    words.className = 'invalid-msg mb-0';
    words.textContent = faults[name];
    place.dataset.ours = 'yes';
    place.replaceChildren(words);
  }
}
function take(state, sent) {
  for (const name of fields.keys()) {
    const stored = state.fields[name] ?? { text: '', mark: '' };
    const theirs = state.conflicts[name];
    const writer = fields.get(name).querySelector('[data-writer]');
    if (writer) writer.textContent = stored.by ?? '';
    if (theirs) { collide(name, theirs); continue; }
    if (state.faults[name]) refused.add(name);
    else if (sent.has(name)) {
      base(name).value = stored.mark;
      if (read(name) === sent.get(name)) dirty.delete(name);
    } else if (!dirty.has(name) && base(name).value !== stored.mark) {
      write(name, stored.text);
      base(name).value = stored.mark;
    }
  }
  blame(state.faults);
  const others = document.querySelector('[data-others]');
  others.textContent = state.others.join(form.dataset.between);
  others.classList.toggle('d-none', !state.others.length);
  keep();
  if (dirty.size) say('busy', 'clock', form.dataset.dirty);
  else say('', 'cloud', form.dataset.saved.replace('{time}', state.saved));
}
const cookie = (name) => document.cookie.split('; ').find((one) => one.startsWith(`${name}=`))?.split('=')[1] ?? '';
async function send(names) {
  const sent = new Map(names.map((name) => [name, read(name)]));
  const body = new FormData();
  for (const [name, text] of sent) {
    body.append(`base-${name}`, base(name).value);
    const [first] = controls(name);
    if (first?.type !== 'checkbox') body.append(name, text);
    else for (const one of controls(name)) if (one.checked) body.append(name, one.value);
  }
  // Signing in again gives the browser another token than the one in the page.
  const headers = { Accept: 'application/json', 'X-CSRFToken': cookie('csrftoken') || form.elements.csrfmiddlewaretoken.value };
  const asks = names.length ? { method: 'POST', body, headers } : { headers };
  const answer = await fetch(address, { ...asks, credentials: 'same-origin', signal: AbortSignal.timeout(ANSWER_WITHIN) });
  reached = answer.status !== 401;
  const signIn = document.querySelector('[data-sign-in]');
  if (answer.status === 401) {
    signIn.querySelector('a').href = (await answer.json()).sign_in;
    signIn.hidden = false;
    say('err', 'lock', form.dataset.ended);
    return false;
  }
  signIn.hidden = true;
  if (!answer.ok) { say('err', 'alert', form.dataset.refused); return false; }
  take(await answer.json(), sent);
  return true;
}
async function run() {
  const names = ready();
  since = undefined;
  if (names.length) say('busy', 'clock', form.dataset.busy);
  let done = false;
  try { done = await send(names); } catch (error) {
    reached = error.name === 'TimeoutError';
    say('err', 'alert', form.dataset.offline);
  }
  clearTimeout(timer);
  timer = setTimeout(save, ready().length ? (done ? PAUSE : AGAIN) : LOOK);
  return done;
}
// One request at a time: the next begins from the marks that the last one brought.
function save() {
  if (!dirty.size && document.hidden) { timer = setTimeout(save, LOOK); return Promise.resolve(true); }
  running ??= run().finally(() => { running = undefined; });
  return running;
}
function touched(name) {
  dirty.add(name);
  refused.delete(name);
  keep();
  say('busy', 'clock', form.dataset.dirty);
  clearTimeout(timer);
  since ??= Date.now();
  timer = setTimeout(save, Math.max(0, Math.min(PAUSE, since + MOST - Date.now())));
}
form.addEventListener('input', (event) => {
  const name = event.target.closest('[data-field]')?.dataset.field;
  if (name && event.target.name === name) touched(name);
});
form.addEventListener('click', (event) => {
  const box = event.target.closest('[data-field]');
  if (event.target.closest('[data-keep]')) settle(box.dataset.field, false);
  if (event.target.closest('[data-take]')) settle(box.dataset.field, true);
});
// A button waits for a save that is on its way, and then does its own work also where that save was
// refused or came to no end; without a connection or a session it leaves the page as it is.
form.addEventListener('submit', async (event) => {
  if (!running && navigator.onLine) { leaving = true; return; }
  event.preventDefault();
  if (!navigator.onLine) say('err', 'alert', form.dataset.offline);
  else {
    await running;
    if (reached) form.requestSubmit(event.submitter);
  }
});
addEventListener('beforeunload', (event) => { if (dirty.size && !leaving) event.preventDefault(); });
addEventListener('online', save);
addEventListener('offline', () => { if (dirty.size) say('err', 'alert', form.dataset.offline); });
addEventListener('focus', () => { if (dirty.size) save(); });

// What the server drew as not saved yet, and what was typed here before and never reached it.
waiting = kept();
for (const [name, box] of fields) {
  if ('unsaved' in box.dataset) dirty.add(name);
  if (waiting[name]?.text === read(name)) delete waiting[name];
  const shown = box.querySelector('[data-conflict]:not([hidden])');
  if (!shown) continue;
  const [by, text] = ['by', 'text'].map((part) => shown.querySelector(`[data-${part}]`).textContent);
  collide(name, { by, text, mark: base(name).value });
}
const offered = Object.keys(waiting).filter((name) => fields.has(name));
const offer = document.querySelector('[data-offer]');
if (offered.length) {
  offer.querySelector('[data-offered]').textContent = offered.map((name) => fields.get(name).dataset.label).join(form.dataset.between);
  offer.hidden = false;
}
offer.querySelector('[data-restore]').addEventListener('click', () => {
  for (const name of offered) {
    write(name, waiting[name].text);
    base(name).value = waiting[name].base;
    dirty.add(name);
  }
  waiting = {};
  offer.hidden = true;
  controls(offered[0])[0]?.focus();
  keep();
  save();
});
offer.querySelector('[data-discard]').addEventListener('click', () => { waiting = {}; offer.hidden = true; keep(); });
keep();
timer = setTimeout(save, LOOK);
