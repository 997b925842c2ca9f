// The one line of a browser to the portal: a websocket that is asked whether it holds, tried again
// with growing, uneven pauses, and closed for good where nobody is signed in any more.
const NOT_SIGNED_IN = 4401;
const ROLES_CHANGED = 4403;
const TOO_MANY = 4429;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30000;
const ALIVE_EVERY = 25000;
const ANSWER_WITHIN = 10000;
const SILENT = 90000;
// Silence is no restart: it counts as several failures, so that the poll bridges the gap at once.
const SILENCE_COUNTS = 2;

// `begin` gives what is said first, `heard` takes messages, `ended` hears that the session is over,
// `state` hears whether the line holds and after how many failures it was lost.
export const line = (path, { begin, heard, ended, state }) => {
  let socket = null;
  let failures = 0;
  let timer = 0;
  let asked = 0;
  let begun = 0;
  let lastHeard = 0;
  let wanted = false;

  const isOpen = () => socket?.readyState === WebSocket.OPEN;
  const say = (message) => { if (isOpen()) socket.send(JSON.stringify(message)); };
  // A line that died silently, perhaps while the machine slept: ask, and take silence for an answer.
  const ask = () => { asked = Date.now(); say({ alive: true }); };

  const later = (code) => {
    if (code === TOO_MANY) failures = 6;
    const pause = code === ROLES_CHANGED ? FIRST_PAUSE : Math.min(FIRST_PAUSE * 2 ** failures, LONGEST_PAUSE);
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(connect, pause / 2 + Math.random() * pause / 2);
    state(false, failures);
  };

  function connect() {
    clearTimeout(timer);
    if (!wanted) return;
    const address = new URL(path, location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const mine = new WebSocket(address);
    socket = mine;
    asked = 0;
    begun = Date.now();
    mine.addEventListener('open', () => {
      if (mine !== socket) return;
      for (const message of begin()) say(message);
      ask();
      state(true, 0);
    });
    mine.addEventListener('message', ({ data }) => {
      if (mine !== socket) return;
      failures = 0;
      asked = 0;
      lastHeard = Date.now();
      heard(JSON.parse(data));
    });
    mine.addEventListener('close', ({ code }) => {
      if (mine !== socket) return;
      socket = null;
      if (code === NOT_SIGNED_IN) { close(); ended(); } else if (wanted) later(code);
    });
  }

  function close() {
    wanted = false;
    clearTimeout(timer);
    const old = socket;
    socket = null;
    old?.close();
  }

  const open = () => {
    close();
    wanted = true;
    failures = 0;
    connect();
  };

  // A line that answers nothing, or does not come about at all, is given up and tried again.
  const drop = () => {
    const old = socket;
    socket = null;
    old.close();
    failures = Math.max(failures, SILENCE_COUNTS);
    later();
  };

  setInterval(() => {
    if (!socket) return;
    const since = isOpen() ? asked : begun;
    if (since && Date.now() - since > ANSWER_WITHIN) drop();
    else if (isOpen() && !asked && Date.now() - lastHeard > ALIVE_EVERY) ask();
  }, 5000);

  // After a sleep a line that was heard lately is trusted, another one is replaced.
  const isTrusted = () => isOpen() && Date.now() - lastHeard < SILENT;
  return { open, close, say, isOpen, isTrusted };
};
