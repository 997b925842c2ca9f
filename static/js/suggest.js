// A search box that suggests while somebody types: the combobox of the ARIA Authoring Practices.
// Without this script the box is a plain field of its form.
const WAIT = 120;
let count = 0;

const told = document.createElement('p');
told.className = 'vh';
told.setAttribute('role', 'status');
document.body.append(told);

function open(box) {
  if (box.state) return box.state;
  const popup = document.createElement('div');
  popup.className = 'suggestions';
  popup.hidden = true;
  box.parentElement.append(popup);
  box.setAttribute('role', 'combobox');
  box.setAttribute('aria-autocomplete', 'list');
  box.setAttribute('aria-expanded', 'false');
  box.state = { popup, active: -1, timer: 0, request: null, asked: '' };
  popup.addEventListener('mousedown', (event) => event.preventDefault());
  popup.addEventListener('click', (event) => follow(event.target.closest('[role=option]')));
  return box.state;
}

const options = (box) => [...box.state.popup.querySelectorAll('[role=option]')];

function follow(option) {
  if (option) location.assign(option.dataset.href);
}

function close(box) {
  if (!box.state) return;
  clearTimeout(box.state.timer);
  box.state.request?.abort();
  box.state.asked = '';
  box.state.popup.hidden = true;
  box.setAttribute('aria-expanded', 'false');
  mark(box, -1);
}

function mark(box, active) {
  box.state.active = active;
  options(box).forEach((option, at) => option.setAttribute('aria-selected', String(at === active)));
  const option = options(box)[active];
  if (!option) return box.removeAttribute('aria-activedescendant');
  box.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
}

function show(box, html) {
  const { popup } = box.state;
  popup.innerHTML = html;
  const list = popup.querySelector('[role=listbox]');
  mark(box, -1);
  popup.hidden = !list;
  box.setAttribute('aria-expanded', String(Boolean(list)));
  told.textContent = popup.querySelector('[data-told]')?.dataset.told ?? '';
  if (!list) return;
  list.id = `suggestions-${count += 1}`;
  box.setAttribute('aria-controls', list.id);
  options(box).forEach((option, at) => { option.id = `${list.id}-${at}`; });
}

function scope(box) {
  return box.dataset.in ?? box.form?.querySelector('[name=in]:checked')?.value ?? '';
}

async function ask(box) {
  const { state } = box;
  const text = box.value.trim();
  if (!text) return close(box);
  if (text === state.asked) return undefined;
  state.request?.abort();
  state.request = new AbortController();
  state.asked = text;
  try {
    const address = `${box.dataset.suggest}?${new URLSearchParams({ q: text, in: scope(box) })}`;
    const answer = await fetch(address, { signal: state.request.signal });
    const html = answer.ok ? await answer.text() : '';
    if (state.asked === text && document.activeElement === box) show(box, html);
  } catch (error) {
    if (error.name !== 'AbortError') close(box);
  }
  return undefined;
}

function typed(box) {
  const state = open(box);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => ask(box), WAIT);
}

const keys = {
  ArrowDown: (box, all, active) => { if (all.length) mark(box, active + 1 < all.length ? active + 1 : -1); else ask(box); },
  ArrowUp: (box, all, active) => { if (all.length) mark(box, active < 0 ? all.length - 1 : active - 1); },
};

document.addEventListener('input', (event) => {
  if (event.target.matches?.('input[data-suggest]') && !event.isComposing) typed(event.target);
});
document.addEventListener('compositionend', (event) => {
  if (event.target.matches?.('input[data-suggest]')) typed(event.target);
});
document.addEventListener('focusout', (event) => {
  if (event.target.matches?.('input[data-suggest]')) close(event.target);
});
document.addEventListener('keydown', (event) => {
  const box = event.target;
  if (!box.matches?.('input[data-suggest]') || event.isComposing) return;
  const state = open(box);
  const all = state.popup.hidden ? [] : options(box);
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key](box, all, state.active);
  } else if (event.key === 'Enter' && all[state.active]) {
    event.preventDefault();
    follow(all[state.active]);
  } else if (event.key === 'Escape' && !state.popup.hidden) {
    event.preventDefault();
    close(box);
  } else if (event.key === 'Enter') {
    close(box);
  }
});
