// On wide screens a changed filter asks for the list at once; on phones the panel has its button,
// and without this script the form's own button does the same.
const wide = matchMedia('(min-width: 62rem)');
document.addEventListener('change', (event) => {
  const form = event.target.form;
  if (!form?.matches('[data-refine]')) return;
  if (event.target.matches('select')) { form.requestSubmit(); return; }
  if (wide.matches) form.dispatchEvent(new Event('refine', { bubbles: true }));
});
