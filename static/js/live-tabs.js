// Which of a browser's tabs holds the line. The holder of a Web Lock leads, the others hear it over a
// BroadcastChannel; when its tab closes or falls over, the browser itself gives the lock to the next.
// A browser without either lets each tab lead itself.
const ANSWER_WITHIN = 1500;

// `lead` begins to hold the line, `rest` ends it, `hear` takes what another tab says.
export const tabs = (name, { lead, rest, hear }) => {
  const alone = !navigator.locks || !window.BroadcastChannel;
  let channel = null;
  let waiting = null;
  let release = null;
  let leads = false;
  let answered = true;

  const say = (message) => channel?.postMessage({ ...message, fromLeader: leads });

  const queue = (steal) => {
    waiting?.abort();
    const mine = new AbortController();
    waiting = mine;
    const held = new Promise((resolve) => { release = resolve; });
    navigator.locks
      .request(name, steal ? { steal } : { signal: mine.signal }, () => {
        if (waiting !== mine) return undefined;
        leads = true;
        lead();
        return held;
      })
      // Another tab found this one silent and took the lock, or the wait was called off.
      .catch(() => {
        if (waiting !== mine) return;
        if (leads) { leads = false; rest(); }
        queue(false);
      });
  };

  const join = () => {
    if (alone) { leads = true; lead(); return; }
    channel = new BroadcastChannel(name);
    channel.addEventListener('message', ({ data }) => {
      if (data.fromLeader) answered = true;
      hear(data);
    });
    queue(false);
  };

  const leave = () => {
    const was = leads;
    leads = false;
    const mine = waiting;
    waiting = null;
    mine?.abort();
    release?.();
    release = null;
    channel?.close();
    channel = null;
    if (was) rest();
  };

  // A tab that somebody looks at does not wait for a leader that the browser has put to sleep.
  const ask = (question) => {
    if (leads || alone) return;
    answered = false;
    say(question);
    setTimeout(() => { if (!answered && !leads && channel && !document.hidden) queue(true); }, ANSWER_WITHIN);
  };

  return { join, leave, say, ask, leads: () => leads };
};
