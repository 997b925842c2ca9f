// Copies a text of the page; without this script the text can be selected and copied by hand.
for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.querySelector('span').textContent = button.dataset.copied;
  });
}
