// On a narrow screen the pages of a record run past the edge; the one that is open is scrolled into sight.
export function showCurrentSection (root) {
  for (const list of root.querySelectorAll('.q-sections ul')) {
    const current = list.querySelector('[aria-current]')
    if (!current) continue
    const past = current.getBoundingClientRect().right - list.getBoundingClientRect().right
    if (past > 0) list.scrollLeft += past
  }
}
