// Parts of a page that htmx fills while somebody types.

// data-unanswered: what such a part says when no answer came.
export function tellWhatWasNotAnswered (root) {
  root.addEventListener('htmx:afterRequest', ({ detail: { target, successful, xhr } }) => {
    const words = target?.dataset.unanswered
    if (!words || (successful && xhr.status === 200)) return
    const said = Object.assign(document.createElement('p'), { className: 'q-candidates q-candidates--line', textContent: words })
    target.replaceChildren(said)
  })
}

// An answer that comes late replaces such a part while somebody uses it: what they opened stays open, what they ticked stays
// ticked, by the ids that both have.
export function keepWhatIsInUse (root) {
  const used = new WeakMap()
  root.addEventListener('htmx:beforeSwap', ({ detail: { target } }) => {
    if ('unanswered' in target.dataset) used.set(target, [...target.querySelectorAll('details[open][id], input:checked[id]')].map(({ id }) => id))
  })
  root.addEventListener('htmx:afterSwap', ({ detail: { target } }) => {
    for (const id of used.get(target) ?? []) {
      const part = target.querySelector(`#${CSS.escape(id)}`)
      if (part) part[part.matches('details') ? 'open' : 'checked'] = true
    }
  })
}

// What is folded on a phone, where it would push what stands below, is open where it stands beside it.
export function openOnWide (scope) {
  if (!matchMedia('(min-width: 40.0625em)').matches) return
  for (const part of [scope, ...scope.querySelectorAll('[data-open-on-wide]')]) {
    if (part.matches?.('[data-open-on-wide]')) part.open = true
  }
}
