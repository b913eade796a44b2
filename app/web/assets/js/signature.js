// A box with data-signature takes a signature by finger, pen or mouse. Its hidden field gets the strokes as a path of whole
// numbers inside 600 by 300 (`app/people/signatures.py` reads it): no picture leaves the page.
const WIDTH = 600
const HEIGHT = 300
const LONGEST = 11900

function whole (value, most) {
  return Math.max(0, Math.min(most, Math.round(value)))
}

function draw (context, path) {
  context.clearRect(0, 0, WIDTH, HEIGHT)
  context.stroke(new Path2D(path))
}

function takeSignature (box) {
  const canvas = box.querySelector('canvas')
  const field = box.querySelector('input')
  const context = canvas.getContext('2d')
  Object.assign(context, { lineWidth: 3, lineCap: 'round', lineJoin: 'round', strokeStyle: '#17292b' })
  let last = null

  function add (event, letter) {
    const frame = canvas.getBoundingClientRect()
    const x = whole((event.clientX - frame.left) * WIDTH / frame.width, WIDTH)
    const y = whole((event.clientY - frame.top) * HEIGHT / frame.height, HEIGHT)
    const point = `${x} ${y}`
    if (point === last || field.value.length > LONGEST) return
    field.value += letter + point
    last = point
    draw(context, field.value)
  }

  canvas.addEventListener('pointerdown', (event) => {
    event.preventDefault()
    canvas.setPointerCapture(event.pointerId)
    last = null
    add(event, 'M')
  })
  canvas.addEventListener('pointermove', (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) add(event, 'L')
  })
  box.querySelector('[data-clear]').addEventListener('click', () => {
    field.value = ''
    draw(context, '')
    canvas.focus()
  })
  draw(context, field.value)
}

// Beside the box each question tells the answer that is marked for it; a question without one is not among what is signed.
function tellAnswers (root) {
  for (const line of root.querySelectorAll('[data-signed]')) {
    const chosen = root.querySelector(`input[name="${line.dataset.signed}"]:checked`)
    line.hidden = !chosen?.value
    line.querySelector('[data-said]').textContent = chosen ? chosen.parentElement.querySelector('label').textContent.trim() : ''
  }
}

export function takeSignatures (scope) {
  for (const box of scope.querySelectorAll('[data-signature]')) takeSignature(box)
  if (!document.querySelector('[data-signed]')) return
  tellAnswers(document)
  scope.addEventListener('change', () => tellAnswers(document))
}
