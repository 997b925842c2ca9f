// New messages as a person sees and hears them: the bell's figure, toasts that stay until the reader
// closes them, a polite line for screen readers. Texts are plain; they are only set as textContent.
// What stands in one line of the inbox is one toast, too: the newest of it, and how many came.
const MOST_TOASTS = 4;
const SPEAK_AFTER = 1000;

export const show = (live) => {
  for (const place of document.querySelectorAll('[data-conn]')) {
    place.hidden = false;
    place.classList.toggle('off', !live);
    place.textContent = live ? place.dataset.on : place.dataset.off;
  }
};

// That the portal is out of reach is said once, politely, and so is that it is back.
const BACK_FOR = 8000;
let isAway = false;
export const away = (now) => {
  const place = document.querySelector('[data-outage]');
  if (!place || now === isAway) return;
  isAway = now;
  const words = now ? place.dataset.lost : place.dataset.back;
  place.textContent = words;
  if (!now) setTimeout(() => { if (place.textContent === words) place.textContent = ''; }, BACK_FOR);
};

export const bell = (unread, words) => {
  for (const figure of document.querySelectorAll('[data-unread]')) {
    figure.textContent = unread > 99 ? '99+' : unread;
    figure.hidden = unread === 0;
  }
  for (const text of document.querySelectorAll('[data-unread-text]')) text.textContent = words;
};

export const toasts = (stack) => {
  let hidden = 0;

  const settle = () => {
    const more = stack.querySelector('[data-more]');
    const shown = stack.querySelectorAll('.toast-c:not([data-more])');
    for (const old of [...shown].slice(0, Math.max(0, shown.length - MOST_TOASTS))) {
      if (old.contains(document.activeElement)) continue;
      old.remove();
      hidden += Number(old.dataset.count);
    }
    const words = more.querySelector('[data-more-text]');
    words.textContent = words.dataset.words.replace('{number}', hidden);
    more.hidden = hidden === 0;
    stack.hidden = !stack.querySelector('.toast-c:not([hidden])');
  };

  const blank = () => stack.querySelector('[data-toast]').content.firstElementChild.cloneNode(true);
  const ofLine = (line) => [...stack.querySelectorAll('.toast-c[data-line]')].find((one) => one.dataset.line === line);

  const toast = (notice) => {
    const item = ofLine(notice.line) ?? blank();
    const count = Number(item.dataset.count ?? 0) + 1;
    Object.assign(item.dataset, { number: notice.number, line: notice.line, count });
    item.querySelector('[data-title]').textContent = notice.title;
    item.querySelector('[data-text]').textContent = notice.text;
    const others = item.querySelector('[data-others]');
    others.textContent = others.dataset.words.replace('{number}', count - 1);
    others.hidden = count === 1;
    const link = item.querySelector('[data-open]');
    link.hidden = !notice.url;
    if (notice.url) link.href = notice.url;
    link.textContent = notice.action;
    // One that is being used stays where it is: moving it would take the focus away.
    if (!item.contains(document.activeElement)) stack.insertBefore(item, stack.querySelector('[data-more]'));
  };

  // A screen reader hears one message as it is, and of several how many there are and the last.
  let unsaid = [];
  const speak = () => {
    const place = document.querySelector('[data-announce]');
    const { title, text } = unsaid.at(-1);
    const words = unsaid.length > 1 ? place.dataset.several : place.dataset.words;
    place.textContent = words.replace('{number}', unsaid.length).replace('{title}', () => title).replace('{text}', () => text);
    unsaid = [];
  };
  const announce = (notices) => {
    if (!unsaid.length) setTimeout(speak, SPEAK_AFTER);
    unsaid.push(...notices);
  };

  stack.addEventListener('click', (event) => {
    const item = event.target.closest('[data-dismiss]')?.closest('.toast-c');
    if (!item) return;
    const next = item.nextElementSibling?.querySelector('[data-dismiss]') ?? item.previousElementSibling?.querySelector?.('[data-dismiss]');
    item.remove();
    settle();
    (next ?? document.querySelector('[data-bell]'))?.focus();
  });

  return (notices) => {
    notices.forEach(toast);
    settle();
    announce(notices);
    document.dispatchEvent(new CustomEvent('notices', { detail: notices }));
  };
};
