// Notes what a page's own editor would hear.
window.heard = [];
for (const type of ['beforeinput', 'input']) {
  document.addEventListener(type, (event) => {
    window.heard.push({ type, inputType: event.inputType, data: event.data, trusted: event.isTrusted });
  });
}
// A page with shortcuts of one key, as many have.
window.shortcuts = [];
window.addEventListener('keydown', (event) => window.shortcuts.push(event.key), true);
