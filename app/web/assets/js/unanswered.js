// A part of the page that is asked for while somebody types: data-unanswered holds what it says when no answer came.
export function tellWhatWasNotAnswered (root) {
  root.addEventListener('htmx:afterRequest', ({ detail: { target, successful, xhr } }) => {
    const words = target?.dataset.unanswered
    if (!words || (successful && xhr.status === 200)) return
    const said = Object.assign(document.createElement('p'), { className: 'q-unanswered', textContent: words })
    said.setAttribute('role', 'status')
    target.replaceChildren(said)
  })
}
