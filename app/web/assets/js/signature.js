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

  // As if it were typed: a form that is kept notices it.
  function tell () {
    field.dispatchEvent(new Event('change', { bubbles: true }))
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
  canvas.addEventListener('pointerup', tell)
  box.querySelector('[data-clear]').addEventListener('click', () => {
    field.value = ''
    draw(context, '')
    tell()
    canvas.focus()
  })
  draw(context, field.value)
}

// Beside the box stand the words that are signed, as they were read above, each with the answer that is marked for it.
const ANSWERED = ['given', 'refused', 'withdrawn'].map((value) => `input[type=radio][value=${value}]:checked`).join()

function lineOf (chosen) {
  const line = document.createElement('li')
  const said = document.createElement('strong')
  said.textContent = chosen.parentElement.querySelector('label').textContent.trim()
  line.append(document.getElementById(`${chosen.name}-hint`).textContent.trim(), ' ', said)
  return line
}

function tellAnswers () {
  for (const list of document.querySelectorAll('[data-signed]')) {
    list.replaceChildren(...[...document.querySelectorAll(ANSWERED)].map(lineOf))
  }
}

export function takeSignatures (scope) {
  for (const box of scope.querySelectorAll('[data-signature]')) takeSignature(box)
  if (!document.querySelector('[data-signed]')) return
  tellAnswers()
  scope.addEventListener('change', tellAnswers)
  scope.addEventListener('htmx:afterSettle', tellAnswers)
}
