// Saves a sealed draft by itself, as a whole, every few seconds after something was typed.
// Nothing is kept in this browser's stores: what is not saved yet is in the page alone, and the page
// asks before it is left. Without this script the page's buttons save.
const form = document.querySelector('[data-sealed-save]');
const out = document.querySelector('[data-save-state]');
const signIn = document.querySelector('[data-sign-in]');
const PAUSE = 4000, AGAIN = 8000;
let timer, running, dirty = false, halted = false, leaving = false;

const say = (look, icon, text) => {
  out.className = `save ${look}`;
  const use = out.querySelector('use');
  use.setAttribute('href', use.getAttribute('href').replace(/#.*/, `#${icon}`));
  const words = out.querySelector('span');
  if (words.textContent !== text) words.textContent = text;
};
const cookie = (name) => document.cookie.split('; ').find((one) => one.startsWith(`${name}=`))?.split('=')[1] ?? '';

async function send() {
  // Signing in again gives the browser another token than the one in the page; the buttons need it too.
  const token = cookie('csrftoken');
  if (token) form.elements.csrfmiddlewaretoken.value = token;
  const body = new FormData(form);
  body.delete('upload');
  const headers = { Accept: 'application/json' };
  dirty = false;
  const answer = await fetch(form.dataset.sealedSave, { method: 'POST', body, headers, credentials: 'same-origin' });
  const told = await answer.json();
  signIn.hidden = answer.status !== 401;
  if (answer.ok) {
    form.elements.base.value = told.mark;
    if (!dirty) say('', 'cloud', form.dataset.saved.replace('{time}', told.saved));
    return true;
  }
  dirty = true;
  if (answer.status === 401) {
    signIn.querySelector('a').href = told.sign_in;
    say('err', 'lock', form.dataset.ended);
  } else {
    halted = true; // until something is typed again: the button shows what stands in the way
    say('err', 'alert', `${form.dataset.refused}${told.message}`);
  }
  return false;
}
async function run() {
  say('busy', 'clock', form.dataset.busy);
  let done = false;
  try { done = await send(); } catch { dirty = true; say('err', 'alert', form.dataset.offline); }
  clearTimeout(timer);
  if (dirty && !halted) timer = setTimeout(save, done ? PAUSE : AGAIN);
  return done;
}
function save() {
  running ??= run().finally(() => { running = undefined; });
  return running;
}
form.addEventListener('input', (event) => {
  if (event.target.type === 'file') return;
  // Counted from the first key that is not saved: who never pauses is saved too.
  if (!dirty || halted) {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }
  dirty = true;
  halted = false;
  say('busy', 'clock', form.dataset.dirty);
});
// A button waits for a save that is on its way, for that gives the draft another mark.
form.addEventListener('submit', async (event) => {
  clearTimeout(timer);
  if (!running) { leaving = true; return; }
  event.preventDefault();
  await running;
  leaving = true;
  form.requestSubmit(event.submitter);
});
addEventListener('beforeunload', (event) => { if (dirty && !leaving) event.preventDefault(); });
addEventListener('online', () => { if (dirty) save(); });
addEventListener('focus', () => { if (dirty && !signIn.hidden) save(); });
