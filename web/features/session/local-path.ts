/** Only a path of this very site: an address that leads elsewhere, however it is written, is not followed. */
export function isLocalPath(path: string): boolean {
  if (!path.startsWith('/') || /[\\\s]/.test(path)) return false
  return URL.canParse(path, 'https://here.invalid') && new URL(path, 'https://here.invalid').host === 'here.invalid'
}
