// Saves a draft while its author writes: posts the form to data-autosave and reads JSON back.
// 200 {"saved": "10:26:41", "fields": {name: value}} updates hidden fields such as the revision;
// any other answer shows its "message". The form's own buttons work without this script.
const form = document.querySelector('form[data-autosave]');
const out = document.querySelector('[data-save-state]');
let timer, running = false, again = false;
const say = (state, icon, text) => {
  out.className = `save ${state}`;
  const use = out.querySelector('use');
  use.setAttribute('href', use.getAttribute('href').replace(/#.*/, `#${icon}`));
  out.querySelector('span').textContent = text;
};
async function save() {
  if (running) { again = true; return; }
  running = true;
  say('busy', 'clock', out.dataset.saving);
  try {
    const response = await fetch(form.dataset.autosave, {
      method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' },
    });
    const answer = await response.json();
    for (const [name, value] of Object.entries(answer.fields ?? {})) {
      const field = form.elements.namedItem(name);
      if (field?.type === 'hidden') field.value = value;
    }
    if (response.ok) say('', 'cloud', `${out.dataset.saved} ${answer.saved}`);
    else say('err', 'alert', answer.message ?? out.dataset.failed);
  } catch { say('err', 'alert', navigator.onLine ? out.dataset.failed : out.dataset.offline); }
  running = false;
  if (again) { again = false; save(); }
}
if (form && out) form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(save, 1500); });
addEventListener('online', () => { if (form && out?.classList.contains('err')) save(); });
addEventListener('offline', () => { if (out) say('err', 'alert', out.dataset.offline); });
