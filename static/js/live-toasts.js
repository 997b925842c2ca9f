// New messages as a person sees and hears them: the bell's figure, toasts that stay until the reader
// closes them, a polite line for screen readers. Texts are plain; they are only set as textContent.
const MOST_TOASTS = 4;

export const show = (live) => {
  for (const place of document.querySelectorAll('[data-conn]')) {
    place.hidden = false;
    place.classList.toggle('off', !live);
    place.textContent = live ? place.dataset.on : place.dataset.off;
  }
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
      hidden += 1;
    }
    const words = more.querySelector('[data-more-text]');
    words.textContent = words.dataset.words.replace('{number}', hidden);
    more.hidden = hidden === 0;
    stack.hidden = !stack.querySelector('.toast-c:not([hidden])');
  };

  const toast = (notice) => {
    const item = stack.querySelector('[data-toast]').content.firstElementChild.cloneNode(true);
    item.dataset.number = notice.number;
    item.querySelector('[data-title]').textContent = notice.title;
    item.querySelector('[data-text]').textContent = notice.text;
    const link = item.querySelector('[data-open]');
    if (notice.url) { link.href = notice.url; link.textContent = notice.action; } else link.remove();
    stack.insertBefore(item, stack.querySelector('[data-more]'));
  };

  const announce = (notices) => {
    const place = document.querySelector('[data-announce]');
    place.replaceChildren(...notices.map(({ title, text }) => {
      const line = document.createElement('span');
      line.textContent = place.dataset.words.replace('{title}', () => title).replace('{text}', () => text);
      return line;
    }));
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
