// On wide screens a changed filter asks for the list at once; on phones the panel has its button,
// and without this script the form's own button does the same.
const wide = matchMedia('(min-width: 62rem)');
const refine = (form) => form.dispatchEvent(new Event('refine', { bubbles: true }));
document.addEventListener('change', (event) => {
  const form = event.target.form;
  if (!form?.matches('[data-refine]') || event.target.type === 'search') return;
  if (wide.matches || event.target.matches('select')) refine(form);
});

// A box that was ticked before this script came is asked for as soon as the page can.
const catchUp = () => {
  for (const form of document.querySelectorAll('[data-refine]')) {
    if (wide.matches && [...form.elements].some((field) => field.checked !== field.defaultChecked)) refine(form);
  }
};
if (document.readyState === 'complete') catchUp();
else addEventListener('load', catchUp);

// A list that came in place of another is told to those who hear the page, and whoever followed a
// link that is gone goes on at the results.
document.addEventListener('htmx:afterSwap', () => {
  document.getElementById('told').textContent = document.getElementById('total').textContent;
  if (document.activeElement === document.body) document.getElementById('results').focus({ preventScroll: true });
});
