// What is new while a page is open, over one line for all tabs of a browser. The tab that leads holds
// the socket (or polls where there is none) and tells the others; each tab keeps the number it showed
// last, so that it shows each message once and in order, and asks the portal where it missed one.
import { line } from './live-line.js';
import { changed, topics } from './live-parts.js';
import { tabs } from './live-tabs.js';
import { away, bell, show, toasts } from './live-toasts.js';

const stack = document.querySelector('[data-toasts]');
const { socket: socketPath, versions: versionsPath } = (stack ?? document.querySelector('[data-live]')).dataset;
const { since: sincePath, person } = stack?.dataset ?? {};

const POLL_EVERY = 10000;
const ANSWER_WITHIN = 8000;
const HANDED_OVER = 30000;
const MOST_TOPICS = 50;

const memory = `live-${person ?? 'visitor'}`;
const me = `${Date.now()}-${Math.random()}`;
const tell = stack ? toasts(stack) : () => {};
const followed = new Map();
let last = Number(stack?.dataset.last ?? 0);
let shown = { last, reads: Number(stack?.dataset.reads ?? 0) };
// What the portal took for shown on this line when it told the last news.
let agreed = last;
let pollTimer = 0;
let filling = null;
let stopped = false;
// Whether the portal answers neither the line nor a question, as the tab that leads finds out.
let outage = false;

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
const take = (news) => {
  // A figure that was counted earlier comes over a slower way: the newer one stays.
  if (news.reads > shown.reads || (news.reads === shown.reads && news.last >= shown.last)) {
    shown = { last: news.last, reads: news.reads };
    bell(news.unread, news.unread_text);
  }
  const fresh = news.notices.filter(({ number }) => number > last);
  last = Math.max(last, news.last);
  handOver();
  if (fresh.length) tell(fresh);
};

// The portal's own answer to the number that was asked for: a smaller one corrects a false number.
const takeAnswer = (news, asked) => {
  if (news.last < asked && last === asked) { last = news.last; shown.last = news.last; }
  take(news);
};

// What the leader passes on: where it does not follow on what this tab has shown, the portal is asked.
const takeShared = (news) => {
  const before = news.notices.length ? news.notices[0].number - 1 : news.last;
  if (before > last) fill(); else take(news);
};

// ------------------------------------------------------------------ without a socket
const reached = (answers) => {
  if (!team.leads() || outage === !answers) return;
  outage = !answers;
  away(outage);
  team.say(here());
};

const ask = async (path) => {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ANSWER_WITHIN);
  try {
    const answer = await fetch(path, { headers: { Accept: 'application/json' }, signal: patience.signal });
    if (answer.status === 401) stop();
    if (answer.ok) reached(true);
    return answer.ok ? await answer.json() : null;
  } catch (error) {
    if (!wire.isOpen()) reached(false);
    throw error;
  } finally { clearTimeout(timer); }
};

const catchUp = async () => {
  for (let more = true; more && !stopped;) {
    const asked = last;
    const news = await ask(sincePath.replace('/0/', `/${asked}/`));
    if (!news) return;
    takeAnswer(news, asked);
    if (team.leads()) team.say({ type: 'news', news });
    ({ more } = news);
  }
};

// One question at a time; what comes meanwhile is asked for again.
const fill = () => {
  if (!stack || stopped) return;
  if (filling) { filling = 'again'; return; }
  filling = 'once';
  catchUp().catch(() => { /* offline: the next one will tell */ }).finally(() => {
    const again = filling === 'again';
    filling = null;
    if (again) fill();
  });
};

const askVersions = async () => {
  const names = Object.keys(allTopics());
  if (!names.length) return;
  const query = new URLSearchParams(names.map((name) => ['topic', name]));
  const answer = await ask(`${versionsPath}?${query}`);
  if (answer) passOn({ type: 'topics', versions: answer.topics });
};

const poll = () => {
  clearTimeout(pollTimer);
  if (stopped || !team.leads()) return;
  fill();
  askVersions().catch(() => { /* offline */ });
  if (!wire.isOpen()) pollTimer = setTimeout(poll, POLL_EVERY);
};

// ------------------------------------------------------------------ the line and the tabs
const allTopics = () => {
  const all = {};
  for (const some of [topics(), ...followed.values()]) {
    for (const [name, version] of Object.entries(some)) {
      all[name] = Math.min(version, all[name] ?? version);
    }
  }
  return Object.fromEntries(Object.entries(all).slice(0, MOST_TOPICS));
};

const passOn = (message) => {
  team.say(message);
  if (message.versions) changed(message.versions);
};

const here = () => ({ type: 'here', last, live: wire.isOpen(), outage });
const hello = () => ({ type: 'hello', tab: me, last, topics: topics() });

const wire = line(socketPath, {
  begin: () => {
    const all = allTopics();
    agreed = last;
    return [
      ...(stack ? [{ last, reads: shown.reads, lang: document.documentElement.lang }] : []),
      ...(Object.keys(all).length ? [{ topics: all }] : []),
    ];
  },
  heard: (message) => {
    if (message.notices) {
      takeAnswer(message, agreed);
      agreed = message.last;
      team.say({ type: 'news', news: message });
    }
    if (message.topics) passOn({ type: 'topics', versions: message.topics });
  },
  ended: () => { team.say({ type: 'stop' }); stop(); },
  state: (live, failures) => {
    show(live);
    if (live) reached(true);
    team.say(here());
    // The first failures may be a restart; from the third on the poll bridges the gap.
    if (failures === 3) poll();
  },
});

const asLeader = {
  hello: ({ tab, topics: theirs }) => {
    followed.set(tab, theirs);
    if (Object.keys(theirs).length) wire.say({ topics: allTopics() });
    team.say(here());
  },
  bye: ({ tab }) => followed.delete(tab),
};
const asFollower = {
  here: (message) => {
    show(message.live);
    outage = message.outage;
    away(outage);
    if (message.last > last) fill();
  },
  lead: () => team.say(hello()),
  news: ({ news }) => takeShared(news),
  topics: ({ versions }) => changed(versions),
  stop: () => stop(),
};

const team = tabs(memory, {
  lead: () => { if (stopped) return; team.say({ type: 'lead' }); wire.open(); },
  rest: () => { clearTimeout(pollTimer); wire.close(); followed.clear(); },
  hear: (message) => { if (!stopped) (team.leads() ? asLeader : asFollower)[message.type]?.(message); },
});

function stop() {
  if (stopped) return;
  stopped = true;
  team.leave();
  show(false);
}

const awake = () => {
  if (document.hidden || stopped) return;
  if (!team.leads()) { team.ask(hello()); return; }
  if (wire.isTrusted()) return;
  wire.open();
  poll();
};
document.addEventListener('visibilitychange', awake);
window.addEventListener('online', awake);
window.addEventListener('pagehide', () => { handOver(); team.say({ type: 'bye', tab: me }); team.leave(); });
window.addEventListener('pageshow', (event) => {
  if (!event.persisted || stopped) return;
  last = Math.max(last, handedOver() ?? 0);
  begin();
  fill();
});

function begin() {
  team.join();
  team.ask(hello());
}

last = handedOver() ?? last;
begin();
