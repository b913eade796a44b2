// A form with data-draft-form is kept while it is typed: on the server, and until the server has it, in this browser, sealed
// under a key that only its writer's signed-in pages are given. A page given the key hands over what the server does not have.
const PREFIX = 'quipu-draft:'
const FORGET_AFTER = 14 * 24 * 60 * 60 * 1000
const MOST_MARKS = 20
const SOON = 150
const AFTER_A_FIELD = 400
const WHILE_TYPING = 3000
const AGAIN = 15000
const LOOK_UP = 4000
const OURS = ['csrf_token', 'submission_id', 'draft_owner', 'draft_mark', 'draft_after', 'draft_sent', 'keep_draft']
const RESUME = 'quipu-resume'

let isLeaving = false
let isCutOff = false
window.addEventListener('beforeunload', () => { isLeaving = true })
window.addEventListener('pageshow', () => { isLeaving = false })

const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
const toText = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''))

// What this browser keeps of one owner.
class Safe {
  static async of ({ draftOwner, draftKey }) {
    const key = await crypto.subtle.importKey('raw', toBytes(draftKey), 'AES-GCM', false, ['encrypt', 'decrypt'])
    return new Safe(draftOwner, key)
  }

  constructor (owner, key) {
    this.owner = owner
    this.key = key
  }

  async put (id, entry) {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const content = new TextEncoder().encode(JSON.stringify(entry))
    const sealed = await crypto.subtle.encrypt(this.algorithm(id, iv), this.key, content)
    localStorage.setItem(this.name(id), `${Date.now()} ${toText(iv)} ${toText(sealed)}`)
  }

  async get (id) {
    try {
      const [, iv, sealed] = localStorage.getItem(this.name(id)).split(' ')
      const content = await crypto.subtle.decrypt(this.algorithm(id, toBytes(iv)), this.key, toBytes(sealed))
      return JSON.parse(new TextDecoder().decode(content))
    } catch {
      return null
    }
  }

  drop (id) {
    localStorage.removeItem(this.name(id))
  }

  // The page that comes next may have been drawn before the server took this: it hands it over once more, and so shows it.
  confirm (id) {
    if (!isLeaving) this.drop(id)
  }

  ids () {
    return Object.keys(localStorage).filter((name) => name.startsWith(this.name(''))).map((name) => name.slice(this.name('').length))
  }

  name (id) {
    return `${PREFIX}${this.owner}:${id}`
  }

  algorithm (id, iv) {
    return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(this.name(id)) }
  }
}

const token = () => document.querySelector('[name=csrf_token]')?.value ?? ''

// Whether the server took it: 'kept', 'gone' (its form was saved), 'apart' (another device went on), or 'away'.
async function send (owner, id, entry, how = 'quietly') {
  const body = new URLSearchParams(entry.fields)
  const own = { csrf_token: token(), submission_id: id, draft_owner: owner, draft_mark: entry.mark, draft_after: entry.after.join() }
  for (const [name, value] of Object.entries({ ...own, keep_draft: how })) body.set(name, value)
  try {
    const { status } = await fetch(entry.address, { method: 'POST', body, redirect: 'manual', keepalive: body.toString().length < 60000 })
    isCutOff = false
    return { 204: 'kept', 410: 'gone', 412: 'apart' }[status] ?? 'away'
  } catch {
    isCutOff = true
    return 'away'
  }
}

// Asked only where there is doubt: a form on its way should not wait for two answers.
async function isConnected () {
  if (!navigator.onLine) return false
  if (!isCutOff) return true
  try {
    await fetch('/healthz', { method: 'HEAD', cache: 'no-store' })
    isCutOff = false
  } catch {
    return false
  }
  return true
}

// Id and address of what the server took.
async function handOver (safe) {
  const taken = []
  for (const id of safe.ids()) {
    const entry = await safe.get(id)
    if (!entry) continue
    const answer = await send(safe.owner, id, entry)
    if (answer === 'away') continue
    // Both states stay where two devices typed into one form: this one as a draft of its own.
    if (answer === 'apart' && await send(safe.owner, crypto.randomUUID(), { ...entry, after: [] }) !== 'kept') continue
    if (answer === 'kept') safe.confirm(id)
    else safe.drop(id)
    if (answer !== 'gone') taken.push({ id, address: entry.address })
  }
  return taken
}

class Keeper {
  constructor (form, safe) {
    Object.assign(this, { form, safe, timers: {}, after: [], isDirty: false, isSending: false, isOver: false, isParting: false, mayGo: false })
    Object.assign(this, { touched: new Set(), called: form.dataset.draftCalled?.split(' ') ?? [] })
    this.id = form.elements.submission_id.value
    this.owner = form.dataset.draftOwner
    this.address = form.dataset.draftForm
    this.isResumed = form.elements.draft_mark.value !== '' || 'draftAnswer' in form.dataset
    if (form.elements.draft_mark.value) this.after.push(form.elements.draft_mark.value)
  }

  watch () {
    this.form.addEventListener('input', ({ target }) => this.note(WHILE_TYPING, target))
    this.form.addEventListener('change', ({ target }) => this.note(AFTER_A_FIELD, target))
    this.form.addEventListener('click', ({ target }) => { if (target.closest('#candidates a')) this.abandon() })
    this.form.addEventListener('submit', (event) => this.part(event))
    window.addEventListener('pageshow', () => { this.isOver = false })
    window.addEventListener('online', () => {
      this.say('stays', false)
      this.send()
    })
    document.addEventListener('visibilitychange', () => { if (document.hidden) this.send() })
    setInterval(() => this.send(), AGAIN)
  }

  note (delay, box) {
    this.began ??= Date.now()
    if (box) this.touched.add(box.name)
    this.isDirty = true
    this.mark = crypto.randomUUID()
    const rest = this.isNameOnly() ? this.began + LOOK_UP - Date.now() : 0
    this.later('hold', Math.max(SOON, rest))
    this.later('send', Math.max(delay, rest))
  }

  // Somebody may only be looking whether a person is registered: that is not yet a form that one comes back to.
  isNameOnly () {
    return !this.after.length && this.touched.size > 0 && [...this.touched].every((name) => this.called.includes(name))
  }

  // The person was found and their file is opened.
  abandon () {
    if (![...this.touched].every((name) => this.called.includes(name)) || this.isResumed) return
    this.isOver = true
    this.isDirty = false
    this.safe.drop(this.id)
    send(this.owner, this.id, this.entry(), 'no-more')
  }

  later (what, delay) {
    clearTimeout(this.timers[what])
    this.timers[what] = setTimeout(() => this[what](), delay)
  }

  entry () {
    const fields = [...new FormData(this.form)].filter(([name, value]) => typeof value === 'string' && !OURS.includes(name))
    return { address: this.address, fields, mark: this.mark, after: this.after.slice(-MOST_MARKS) }
  }

  async hold () {
    if (this.isDirty) await this.safe.put(this.id, this.entry())
  }

  // The form goes only when this browser keeps all of it, and when there is somewhere to go.
  async part (event) {
    const { submitter } = event
    if (this.mayGo || !this.form.requestSubmit) return
    event.preventDefault()
    if (this.isParting) return
    this.isParting = true
    this.mark ??= crypto.randomUUID()
    await this.safe.put(this.id, this.entry()).catch(() => {})
    const isConnectedNow = await isConnected()
    await new Promise((go) => setTimeout(go))  // a browser drops a form that is sent while it still tells of its sending
    this.isParting = false
    this.say('stays', !isConnectedNow)
    if (isConnectedNow) this.letGo(submitter)
    else this.tell('here')
  }

  letGo (submitter) {
    this.write('draft_sent', this.mark)
    this.write('draft_after', this.after.slice(-MOST_MARKS).join())
    this.mayGo = true
    this.form.requestSubmit(submitter)
    this.mayGo = false
    this.isOver = (submitter?.formTarget ?? '') === ''  // what opens in another tab leaves this one where it is
  }

  write (name, value) {
    const box = this.form.elements[name] ?? this.form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name }))
    box.value = value
  }

  say (what, isSaid) {
    const words = document.getElementById(`draft-${what}`)
    if (!words) return
    words.hidden = !isSaid
    if (isSaid) words.scrollIntoView({ block: 'nearest' })
  }

  async send () {
    if (!this.isDirty || this.isSending || this.isOver || (this.isNameOnly() && Date.now() < this.began + LOOK_UP)) return
    this.isSending = true
    const entry = this.entry()
    const answer = await send(this.owner, this.id, entry)
    this.isSending = false
    this.after.push(entry.mark)
    await this.settle(answer, entry)
  }

  async settle (answer, entry) {
    if (answer === 'apart') return this.goApart()
    if (answer === 'gone') {
      this.isOver = true
      this.safe.drop(this.id)
      return this.tell('gone')
    }
    if (answer === 'away') {
      await this.hold()
      return this.tell('here')
    }
    this.form.elements.draft_mark.value = entry.mark
    if (this.mark === entry.mark) {
      this.isDirty = false
      clearTimeout(this.timers.hold)
      this.safe.confirm(this.id)
    }
    this.tell('saved')
  }

  // Another device went on with this form: from here on this page is a form of its own.
  async goApart () {
    this.safe.drop(this.id)
    this.id = this.form.elements.submission_id.value = crypto.randomUUID()
    this.after = []
    await this.hold()
    await this.send()
  }

  tell (what) {
    const status = document.getElementById('draft-status')
    if (!status) return
    const time = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: status.dataset.zone })
    const words = status.dataset[what].replace('{time}', time)
    if (status.textContent !== words) status.textContent = words
    status.classList.toggle('q-kept--here', what === 'here')
  }
}

// What is too old, and the form that was just saved, whoever's it was.
function tidy () {
  const settled = document.body.dataset.settledDraft
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
    const since = Number(localStorage.getItem(name).slice(0, 13))
    if ((settled && name.endsWith(`:${settled}`)) || !(Date.now() - since < FORGET_AFTER)) localStorage.removeItem(name)
  }
}

// The page that says that the session ended: where this browser keeps the form, signing in leads back to it in the same tab.
function offerToResume (root) {
  const part = root.querySelector('[data-resumes]')
  const id = part?.dataset.resumes
  if (!id || !Object.keys(localStorage).some((name) => name.startsWith(PREFIX) && name.endsWith(`:${id}`))) return
  sessionStorage.setItem(RESUME, id)
  part.hidden = false
  part.nextElementSibling.hidden = true
}

const addressOf = (address, id) => `${address}${address.includes('?') ? '&' : '?'}draft=${id}`

export async function keepDrafts (root) {
  tidy()
  offerToResume(root)
  const given = root.querySelector('[data-draft-key]')
  if (!given || !window.crypto?.subtle) return
  const safe = await Safe.of(given.dataset)
  const form = root.querySelector('form[data-draft-form]')
  const keeper = form && new Keeper(form, safe)
  keeper?.watch()
  // The answer to a form that was sent shows what was sent: newer than what this browser had kept of it.
  if (keeper && 'draftAnswer' in form.dataset) return keeper.note(AFTER_A_FIELD)
  const taken = await handOver(safe)
  const resumed = taken.find(({ id }) => id === sessionStorage.getItem(RESUME))
  sessionStorage.removeItem(RESUME)
  if (resumed && !isLeaving) return location.replace(addressOf(resumed.address, resumed.id))
  // Whoever has begun to type is not disturbed: what was handed over stands in the list of drafts.
  if (isLeaving || !taken.length || keeper?.isDirty || form?.contains(document.activeElement)) return
  if (keeper && taken.some(({ id }) => id === keeper.id)) location.replace(addressOf(keeper.address, keeper.id))
  else location.reload()
}
