// The only script of Quipu. Every page works without it; it makes pages quicker and quieter.
import {
  Button, CharacterCount, ErrorSummary, ExitThisPage, PasswordInput, ServiceNavigation, SkipLink, createAll
} from 'govuk-frontend'
import htmx from 'htmx.org/dist/htmx.esm.js'
import { copyOnClick } from './copy.js'
import { keepDrafts } from './drafts.js'
import { closeMenus } from './menus.js'
import { watchFrames } from './frames.js'
import { askBeforeLeaving } from './leaving.js'
import { keepWhatIsInUse, openOnWide, tellWhatWasNotAnswered } from './panels.js'
import { fillInPasskeys } from './passkeys.js'
import { printOnClick } from './print.js'
import { moveThroughRows } from './rows.js'
import { showCurrentSection } from './sections.js'
import { takeSignatures } from './signature.js'

// GOV.UK Frontend asks for these two classes; they stand here because the page's policy admits no inline script.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

// No eval, no injected style or script, and no page with personal data kept in the browser's storage.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  historyCacheSize: 0,
  historyEnabled: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true
})

function enhance (scope) {
  createAll(Button, { preventDoubleClick: true }, scope)
  for (const Component of [CharacterCount, ErrorSummary, ExitThisPage, PasswordInput, ServiceNavigation]) {
    createAll(Component, undefined, scope)
  }
  openOnWide(scope)
  watchFrames(scope)
  takeSignatures(scope)
}

enhance(document)
createAll(SkipLink)
document.addEventListener('htmx:load', (event) => {
  if (event.detail.elt !== document.body) enhance(event.detail.elt)
})
copyOnClick(document)
closeMenus(document)
fillInPasskeys(document)
keepDrafts(document)
keepWhatIsInUse(document)
askBeforeLeaving(document)
moveThroughRows(document)
printOnClick(document)
showCurrentSection(document)
tellWhatWasNotAnswered(document)
