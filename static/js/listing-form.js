// The author's form: goes to the error summary, and warns before typed text is left behind.
const form = document.querySelector('#listing-form');
document.querySelector('[data-faults]')?.focus();
let typed = false;
form?.addEventListener('input', () => { typed = true; });
form?.addEventListener('submit', () => { typed = false; });
addEventListener('beforeunload', (event) => { if (typed) event.preventDefault(); });
