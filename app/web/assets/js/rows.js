// Lines of a form (fieldset data-rows="<most>"): Enter goes to the next line, after the last one it adds one, as the button does.
const lines = (rows) => [...rows.querySelectorAll('.q-rows__row')]
const boxes = (line) => [...line.querySelectorAll('input:not([type=hidden]), select, textarea')]

function addLine (rows) {
  const all = lines(rows)
  const last = all.at(-1)
  if (all.length >= Number(rows.dataset.rows)) return last
  const next = last.cloneNode(true)
  const [from, to] = [`${rows.id}-${all.length - 1}-`, `${rows.id}-${all.length}-`]
  for (const own of next.querySelectorAll('[data-row-own], .govuk-error-message')) own.remove()
  for (const marked of next.querySelectorAll('[class*="--error"]')) {
    marked.className = marked.className.replace(/\S+--error/g, '')
  }
  for (const part of next.querySelectorAll('[id], [name], [for], [aria-describedby]')) {
    for (const name of ['id', 'name', 'for']) {
      if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(from, to))
    }
    part.removeAttribute('aria-describedby')
  }
  for (const box of boxes(next)) {
    if (box.type === 'checkbox') box.checked = false
    else if (box.tagName === 'SELECT') box.selectedIndex = 0
    else box.value = ''
  }
  next.querySelector('[data-row-number]').textContent = all.length + 1
  last.after(next)
  return next
}

function go (rows, line) {
  const all = lines(rows)
  const next = all[all.indexOf(line) + 1] ?? addLine(rows)
  boxes(next)[0].focus()
}

export function moveThroughRows (root) {
  root.addEventListener('keydown', (event) => {
    const line = event.key === 'Enter' && event.target.matches('input, select') && event.target.closest('[data-rows] .q-rows__row')
    if (!line) return
    event.preventDefault()
    go(line.closest('[data-rows]'), line)
  })
  root.addEventListener('click', (event) => {
    const rows = event.target.closest('button[name=add_row]')?.closest('[data-rows]')
    if (!rows) return
    event.preventDefault()
    go(rows, lines(rows).at(-1))
  })
}
