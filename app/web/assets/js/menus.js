// A folded menu (details.q-menu) closes on Escape, giving the focus back, and on a click elsewhere.
export function closeMenus (root) {
  const open = () => root.querySelectorAll('details.q-menu[open]')
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    for (const menu of open()) {
      menu.open = false
      if (menu.contains(document.activeElement)) menu.querySelector('summary').focus()
    }
  })
  root.addEventListener('click', (event) => {
    for (const menu of open()) {
      if (!menu.contains(event.target)) menu.open = false
    }
  })
}
