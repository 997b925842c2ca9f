// New messages while a page is open: a websocket that replays what the page missed, a poll where
// there is no socket, the bell's figure, and toasts that stay until the reader closes them.
// The server sends plain text in the page's language; it is only ever set as textContent.
const stack = document.querySelector('[data-toasts]');
const { socket: socketPath, since: sincePath, person } = stack.dataset;

const NOT_SIGNED_IN = 4401;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30000;
const POLL_EVERY = 10000;
const ALIVE_EVERY = 25000;
const ANSWER_WITHIN = 10000;
const SILENT = 90000;
const MOST_TOASTS = 4;
const HANDED_OVER = 30000;

const memory = `live-${person}`;
let last = Number(stack.dataset.last);
let socket = null;
let failures = 0;
let timer = 0;
let pollTimer = 0;
let asked = 0;
let heard = Date.now();
let hidden = 0;
let stopped = false;

// What the page before this one had shown, so that a message that came in between is shown once.
const handedOver = () => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(memory));
    return kept && Date.now() - kept.at < HANDED_OVER ? kept.last : null;
  } catch { return null; }
};
const handOver = () => {
  try { sessionStorage.setItem(memory, JSON.stringify({ last, at: Date.now() })); } catch { /* private mode */ }
};

// ------------------------------------------------------------------ what is shown
const bell = (unread, words) => {
  for (const figure of document.querySelectorAll('[data-unread]')) {
    figure.textContent = unread > 99 ? '99+' : unread;
    figure.hidden = unread === 0;
  }
  for (const text of document.querySelectorAll('[data-unread-text]')) text.textContent = words;
};

const settle = () => {
  const more = stack.querySelector('[data-more]');
  const toasts = stack.querySelectorAll('.toast-c:not([data-more])');
  for (const old of [...toasts].slice(0, Math.max(0, toasts.length - MOST_TOASTS))) {
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

const take = (news) => {
  bell(news.unread, news.unread_text);
  const fresh = news.notices.filter(({ number }) => number > last);
  last = Math.max(last, news.last);
  handOver();
  if (!fresh.length) return;
  fresh.forEach(toast);
  settle();
  announce(fresh);
  document.dispatchEvent(new CustomEvent('notices', { detail: fresh }));
};

stack.addEventListener('click', (event) => {
  const item = event.target.closest('[data-dismiss]')?.closest('.toast-c');
  if (!item) return;
  const next = item.nextElementSibling?.querySelector('[data-dismiss]') ?? item.previousElementSibling?.querySelector?.('[data-dismiss]');
  item.remove();
  settle();
  (next ?? document.querySelector('[data-bell]'))?.focus();
});

const show = (live) => {
  for (const place of document.querySelectorAll('[data-conn]')) {
    place.hidden = false;
    place.classList.toggle('off', !live);
    place.textContent = live ? place.dataset.on : place.dataset.off;
  }
};

// ------------------------------------------------------------------ how it arrives
const poll = async () => {
  clearTimeout(pollTimer);
  if (stopped) return;
  try {
    const answer = await fetch(sincePath.replace('/0/', `/${last}/`), { headers: { Accept: 'application/json' } });
    if (answer.status === 401) return stop();
    if (answer.ok) {
      const news = await answer.json();
      take(news);
      if (news.more) return poll();
    }
  } catch { /* offline: the next one will tell */ }
  if (socket?.readyState !== WebSocket.OPEN && !document.hidden) pollTimer = setTimeout(poll, POLL_EVERY);
};

const stop = () => {
  stopped = true;
  clearTimeout(timer);
  clearTimeout(pollTimer);
  socket?.close();
  show(false);
};

const later = () => {
  const pause = Math.min(FIRST_PAUSE * 2 ** failures, LONGEST_PAUSE);
  failures += 1;
  clearTimeout(timer);
  timer = setTimeout(connect, pause / 2 + Math.random() * pause / 2);
  show(false);
  // The first failures may be a restart; from the third on the poll bridges the gap.
  if (failures === 3) poll();
};

function connect() {
  clearTimeout(timer);
  if (stopped) return;
  const address = new URL(socketPath, location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const mine = new WebSocket(address);
  socket = mine;
  asked = 0;
  mine.addEventListener('open', () => {
    mine.send(JSON.stringify({ last, lang: document.documentElement.lang }));
    ask();
    show(true);
  });
  mine.addEventListener('message', ({ data }) => {
    failures = 0;
    asked = 0;
    heard = Date.now();
    const message = JSON.parse(data);
    if (message.notices) take(message);
  });
  mine.addEventListener('close', ({ code }) => {
    if (mine !== socket) return;
    socket = null;
    if (code === NOT_SIGNED_IN) stop(); else later();
  });
}

const reconnect = () => {
  if (stopped) return;
  const old = socket;
  socket = null;
  old?.close();
  failures = 0;
  asked = 0;
  connect();
};

// A line that died silently, perhaps while the machine slept: ask, and take silence for an answer.
function ask() {
  asked = Date.now();
  socket.send('{"alive":true}');
}
setInterval(() => {
  if (socket?.readyState !== WebSocket.OPEN) return;
  if (asked && Date.now() - asked > ANSWER_WITHIN) reconnect();
  else if (!asked && Date.now() - heard > ALIVE_EVERY) ask();
}, 5000);

const awake = () => {
  if (document.hidden || stopped) return;
  if (socket?.readyState === WebSocket.OPEN && Date.now() - heard < SILENT) return;
  reconnect();
  poll();
};
document.addEventListener('visibilitychange', awake);
window.addEventListener('online', awake);
window.addEventListener('pagehide', () => { handOver(); const old = socket; socket = null; old?.close(); });
window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  last = Math.max(last, handedOver() ?? 0);
  reconnect();
  poll();
});

last = handedOver() ?? last;
connect();
