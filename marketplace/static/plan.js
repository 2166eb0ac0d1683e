/* The planner answers while somebody types. Without this the button does; nothing typed leaves the address. */
const form = document.querySelector('form[data-plan]')
const place = document.getElementById('plan-answer')
const status = document.getElementById('status')
const now = document.querySelector('[data-now]')
let controller, timer, said = ''

const answer = async () => {
  controller?.abort()
  controller = new AbortController()
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''))
  place.setAttribute('aria-busy', 'true')
  try {
    const reply = await fetch(form.dataset.plan + '?' + query, { signal: controller.signal })
    if (!reply.ok && reply.status !== 422) throw new Error('no answer')
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html')
    const opened = place.querySelector('details')?.open
    place.replaceChildren(...page.body.children)
    const details = place.querySelector('details')
    if (details && opened) details.open = true
    const words = place.querySelector('[data-said]')?.textContent || ''
    if (status && words !== said) status.textContent = words
    said = words
    now.hidden = !words
    now.querySelector('[data-now-words]').textContent = words && place.firstElementChild.dataset.short
    if (reply.ok) history.replaceState(null, '', '?' + query)
  } catch (error) {
    /* What stands there is no longer true; the button still works. */
    if (error.name !== 'AbortError') { place.replaceChildren(); now.hidden = true }
  } finally {
    place.removeAttribute('aria-busy')
  }
}

/* As many boxes for own amounts as people; none that has something in it goes. */
const own = [...form?.querySelectorAll('[name^="own_"]') ?? []]
const fit = () => {
  const people = Number(form.elements.people.value) || own.length
  own.forEach((box, at) => { box.closest('.govuk-form-group').hidden = at >= people && !box.value })
}

if (form && place && window.fetch) {
  fit()
  const soon = event => {
    if (!event.target.name) return
    fit()
    clearTimeout(timer)
    timer = setTimeout(answer, 400)
  }
  form.addEventListener('input', soon)
  form.addEventListener('change', soon)
}
