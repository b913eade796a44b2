// A button with data-print prints the page.
export function printOnClick (root) {
  root.addEventListener('click', (event) => {
    if (event.target.closest('[data-print]')) window.print()
  })
}
