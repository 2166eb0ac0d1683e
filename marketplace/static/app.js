/* Every page works without this. Words shown come from the page (data-…), so that they can be translated. */
const $ = (selector, within = document) => within.querySelector(selector)
const status = $('#status')
const say = text => { if (status) { status.textContent = ''; setTimeout(() => { status.textContent = text }, 150) } }

$('[data-focus]')?.focus()

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => print())
}

/* Filters: refresh the results in place, announce how many there are, keep the focus where it was. */
const form = $('form[data-live]')
if (form && window.fetch) {
  const wide = matchMedia('(min-width: 48.0625em)')
  const unfold = () => { const filters = $('#filters'); if (filters && wide.matches) filters.open = true }
  wide.addEventListener?.('change', unfold)
  unfold()
  const found = $('#found')
  let controller, timer

  const refresh = async extra => {
    controller?.abort()
    controller = new AbortController()
    const wanted = [...new FormData(form), ...extra].filter(([, value]) => value !== '')
    const query = new URLSearchParams(wanted)
    found.setAttribute('aria-busy', 'true')
    try {
      const answer = await fetch('/search/results?' + query, { signal: controller.signal })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const fresh = $('[data-url]', page)
      if (!fresh || !answer.ok) throw new Error('no results')
      const opened = [...found.querySelectorAll('details')].map(details => [details.id, details.open])
      const focused = document.activeElement
      found.replaceChildren(fresh)
      for (const [id, open] of opened) { const details = document.getElementById(id); if (details) details.open = open }
      takeOver(fresh.dataset, new Map(wanted))
      refocus(focused)
      history.replaceState(null, '', fresh.dataset.url)
      document.title = fresh.dataset.title
      say([...fresh.querySelectorAll('h1, [data-said]')].map(one => one.textContent).join('. '))
    } catch (error) {
      if (error.name !== 'AbortError') form.submit()
    } finally {
      found.removeAttribute('aria-busy')
    }
  }
  /* What was understood of the text now stands in its own box, unless somebody is typing there. */
  const takeOver = (meant, sent) => {
    for (const name of ['q', 'near']) {
      const box = form.elements[name]
      if (name in meant && box.value === (sent.get(name) || '')) box.value = meant[name]
    }
  }
  const refocus = old => {
    if (!old.name || old.isConnected) return
    const same = [...found.querySelectorAll('input')].find(box => box.name === old.name && (old.type !== 'checkbox' || box.value === old.value))
    const folded = same?.closest('.app-more')
    if (folded) folded.open = true
    same?.focus({ preventScroll: true })
  }
  document.addEventListener('change', event => {
    const box = event.target
    if (box.form !== form || box.closest('[data-suggest]')) return
    clearTimeout(timer)
    timer = setTimeout(refresh, 250, [])
  })
  found.addEventListener('click', event => {
    if (!event.target.closest('[data-more]')) return
    event.preventDefault()
    refresh([['more', '1']]).then(() => $('#filters summary')?.focus())
  })
}

/* Save, in place. One after the other, in all tabs: each answer brings the whole list of this browser. */
let turn = Promise.resolve()
const begun = Date.now()
/* A page that comes back as it was left does not know what was saved meanwhile. */
addEventListener('pageshow', event => { if (event.persisted && sessionStorage.saved > begun) location.reload() })
const inTurn = job => navigator.locks ? navigator.locks.request('saved', job) : (turn = turn.catch(() => {}).then(job))
document.addEventListener('submit', event => {
  const form = event.target, button = event.submitter
  if (form.getAttribute('action')?.startsWith('/saved')) sessionStorage.saved = Date.now()
  if (!form.dataset.save || !button?.name || !window.fetch) return
  event.preventDefault()
  const { name, value } = button, saving = name === 'listing'
  inTurn(async () => {
    const answer = await fetch('/saved', { method: 'POST', body: new URLSearchParams([[name, value]]), redirect: 'manual' })
    if (answer.type !== 'opaqueredirect') throw new Error('not saved')
    button.name = saving ? 'remove' : 'listing'
    button.setAttribute('aria-pressed', saving)
    button.lastChild.data = saving ? form.dataset.saved : form.dataset.save
    say(button.textContent)
  }).catch(() => {
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }))
    form.submit()
  })
})

/* Suggestions: the ARIA combobox on a plain text box. A choice is an address to go to, or text for the box. */
for (const box of document.querySelectorAll('[data-suggest]')) {
  const input = $('input', box)
  const list = document.createElement('ul')
  let choices = [], at = -1, controller, timer
  list.id = input.id + '-list'
  list.className = 'app-suggest__list'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', box.dataset.suggestLabel)
  box.append(list)
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-expanded': 'false', 'aria-controls': list.id, 'aria-autocomplete': 'list' })) input.setAttribute(name, value)

  const show = on => {
    list.hidden = !on
    input.setAttribute('aria-expanded', on)
    if (!on) { at = -1; input.removeAttribute('aria-activedescendant') }
  }
  const choose = index => {
    const choice = choices[index]
    show(false)
    if (choice.url) location.assign(choice.url)
    else input.value = choice.label
  }
  const mark = index => {
    at = (index + choices.length) % choices.length
    ;[...list.children].forEach((item, i) => item.setAttribute('aria-selected', i === at))
    input.setAttribute('aria-activedescendant', list.children[at].id)
    list.children[at].scrollIntoView({ block: 'nearest' })
  }
  const option = (choice, index) => {
    const item = document.createElement('li')
    item.id = list.id + index
    item.setAttribute('role', 'option')
    item.setAttribute('aria-selected', 'false')
    item.append(choice.label)
    const kind = box.dataset[choice.kind]
    if (kind) item.append(Object.assign(document.createElement('span'), { textContent: kind }))
    item.addEventListener('mousedown', event => { event.preventDefault(); choose(index) })
    return item
  }
  input.addEventListener('input', () => {
    clearTimeout(timer)
    if (input.value.trim().length < 2) return show(false)
    timer = setTimeout(async () => {
      controller?.abort()
      controller = new AbortController()
      const query = new URLSearchParams({ q: input.value })
      if (input.id === 'q' && $('#near').value) query.set('near', $('#near').value)
      try {
        const answer = await (await fetch(box.dataset.suggest + '?' + query, { signal: controller.signal })).json()
        choices = answer.suggestions || answer.places || []
      } catch { return }
      list.replaceChildren(...choices.map(option))
      show(choices.length > 0 && document.activeElement === input)
    }, 150)
  })
  input.addEventListener('keydown', event => {
    if (list.hidden) return
    const move = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1 }[event.key]
    if (move !== undefined) mark(move)
    else if (event.key === 'Enter' && at >= 0) choose(at)
    else if (event.key === 'Escape') show(false)
    else return
    event.preventDefault()
  })
  input.addEventListener('blur', () => show(false))
}

/* Near me: the position, rounded to about a kilometre before it leaves the device. */
const near = $('#near')
if (near?.dataset.nearMe && 'geolocation' in navigator) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'app-near-me'
  button.textContent = near.dataset.nearMe
  $('.app-label-row', near.closest('.govuk-form-group')).append(button)
  button.addEventListener('click', () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        near.value = coords.latitude.toFixed(2) + ', ' + coords.longitude.toFixed(2)
        near.form.requestSubmit ? near.form.requestSubmit() : near.form.submit()
      },
      () => { button.textContent = near.dataset.nearMeFailed; near.focus() },
      { maximumAge: 600000, timeout: 10000 })
  })
}
