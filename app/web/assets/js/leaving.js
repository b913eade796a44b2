// A form that is not kept while it is typed: the browser asks before its page is left with something typed that was not sent.
// Whoever leaves quickly, sends the form, or presses the link under it that leaves without saving is never asked.
const FORMS = 'main form[method=post]:not([data-draft-form], [role=search]):not(:has([type=password], [autocomplete=one-time-code]))'
const QUICKLY = 'govuk-exit-this-page-hide-content'

const typedInto = new Map()
let isMeant = false

const typed = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]))
const isUnsaved = ([form, before]) => form.isConnected && typed(form) !== before

export function askBeforeLeaving (root) {
  const wasRefused = root.querySelector('.govuk-error-summary') !== null
  for (const form of root.querySelectorAll(FORMS)) typedInto.set(form, wasRefused ? null : typed(form))
  root.addEventListener('input', () => { isMeant = false })
  root.addEventListener('submit', ({ target, submitter }) => { isMeant = typedInto.has(target) && !submitter?.formTarget })
  root.addEventListener('click', ({ target }) => { isMeant = target.closest('.q-form__buttons a') !== null })
  window.addEventListener('beforeunload', (event) => {
    if (isMeant || document.body.classList.contains(QUICKLY)) return
    if ([...typedInto].some(isUnsaved)) event.preventDefault()
  })
}
