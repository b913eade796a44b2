// A button with data-copy="<id>" copies what stands in that field or element, and says so in its own words (data-copied).
export function copyOnClick (root) {
  root.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]')
    if (!button) return
    const source = document.getElementById(button.dataset.copy)
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim())
    const words = button.textContent
    button.textContent = button.dataset.copied
    setTimeout(() => { button.textContent = words }, 2500)
  })
}
