// A form with data-passkey="create" or "get" is filled in by the browser's passkeys (WebAuthn) and then sent as any other form.
function bytesOf (text) {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

function textOf (buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer))
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

// The options themselves, or the address that gives them when the button is pressed.
async function optionsOf (form) {
  const text = form.dataset.options
  if (!text.startsWith('/')) return readOptions(JSON.parse(text))
  const answer = await fetch(text, { method: 'POST', body: new FormData(form) })
  return readOptions(await answer.json())
}

function readOptions (options) {
  options.challenge = bytesOf(options.challenge)
  if (options.user) options.user.id = bytesOf(options.user.id)
  for (const list of ['allowCredentials', 'excludeCredentials']) {
    options[list] = (options[list] || []).map((one) => ({ ...one, id: bytesOf(one.id) }))
  }
  return options
}

function writeCredential (credential) {
  const response = { clientDataJSON: textOf(credential.response.clientDataJSON) }
  for (const name of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = textOf(credential.response[name])
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports()
  return JSON.stringify({
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults()
  })
}

async function answer (form) {
  const problem = form.querySelector('[data-passkey-error]')
  problem.hidden = true
  try {
    const publicKey = await optionsOf(form)
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey })
    form.elements.credential.value = writeCredential(credential)
    form.submit()
  } catch {
    problem.textContent = window.PublicKeyCredential ? problem.dataset.refused : problem.dataset.missing
    problem.hidden = false
  }
}

export function fillInPasskeys (root) {
  root.addEventListener('submit', (event) => {
    if (!event.target.matches('form[data-passkey]')) return
    event.preventDefault()
    answer(event.target)
  })
}
