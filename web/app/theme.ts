const storageKey = 'lessonry-theme'

/** Puts the kept choice of light or dark on the page; without one the device decides. */
export function applyTheme(): void {
  const kept = localStorage.getItem(storageKey)
  if (kept === 'light' || kept === 'dark') document.documentElement.dataset['theme'] = kept
}

export function flipTheme(): void {
  const current =
    document.documentElement.dataset['theme'] ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
  localStorage.setItem(storageKey, current === 'dark' ? 'light' : 'dark')
  applyTheme()
}
