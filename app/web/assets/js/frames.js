// A frame with data-scrolls is a named stop of the keyboard only while its table is wider than it.
const names = new WeakMap()

function mark (frame) {
  if (frame.scrollWidth > frame.clientWidth) {
    frame.setAttribute('role', 'region')
    frame.setAttribute('aria-label', names.get(frame))
    frame.tabIndex = 0
  } else {
    for (const attribute of ['role', 'aria-label', 'tabindex']) frame.removeAttribute(attribute)
  }
}

const watcher = new ResizeObserver((entries) => { for (const { target } of entries) mark(target) })

export function watchFrames (scope) {
  for (const frame of scope.querySelectorAll('[data-scrolls]')) {
    names.set(frame, frame.getAttribute('aria-label'))
    watcher.observe(frame)
  }
}
