// Display preferences: the server renders data-bs-theme and data-mode from a cookie, and its forms
// work without this script; the script flips them in place and writes the same cookie.
const root = document.documentElement;
const keep = (name, value) => { document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`; };
const show = () => {
  const state = { theme: root.dataset.bsTheme, mode: root.dataset.mode };
  for (const button of document.querySelectorAll('[data-preference]')) {
    const { preference, on, off } = button.dataset;
    button.setAttribute('aria-pressed', state[preference] === on);
    button.value = state[preference] === on ? off : on;
  }
};
document.addEventListener('submit', (event) => {
  const button = event.submitter?.closest('[data-preference]');
  if (!button) return;
  event.preventDefault();
  if (button.dataset.preference === 'theme') root.dataset.bsTheme = button.value;
  else root.dataset.mode = button.value;
  keep(button.dataset.preference, button.value);
  show();
});
show();

// The menu of the signed-in person closes as a menu should: by Escape, or by a click elsewhere.
for (const menu of document.querySelectorAll('details[data-menu]')) {
  const close = (focus) => { menu.open = false; if (focus) menu.querySelector('summary').focus(); };
  menu.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(true); });
  document.addEventListener('click', (event) => { if (!menu.contains(event.target)) close(false); });
}

// Where a row of pills is wider than the page, the chosen one is in view.
for (const chosen of document.querySelectorAll('.scroll-x > [aria-current]')) {
  const row = chosen.parentElement;
  row.scrollLeft = chosen.offsetLeft - row.offsetLeft - (row.clientWidth - chosen.offsetWidth) / 2;
}

const when = (selector, module) => { if (document.querySelector(selector)) import(module); };
when('[data-deadline], [data-refine]', './countdown.js');
document.addEventListener('parts', () => when('[data-deadline]', './countdown.js'));
when('[data-refine]', './facets.js');
when('[data-opens]', './sheet.js');
when('[data-term]', './terms.js');
when('[data-copy]', './copy.js');
when('[data-autosave]', './autosave.js');
when('[data-sealed-save]', './sealed-save.js');
when('[data-toasts], [data-live]', './live.js');
when('[data-suggest]', './suggest.js');
