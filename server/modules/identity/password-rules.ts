import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { passwordTooCommon } from './errors.ts'

/** Words and numbers that people choose most, in small letters; what they add to them (figures, signs, capitals) is seen through. */
const commonWords: ReadonlySet<string> = new Set(
  readFileSync(join(import.meta.dirname, 'common-passwords.txt'), 'utf8')
    .split(/\s+/)
    .filter(Boolean),
)

const keyRows = [
  '1234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  'qwertzuiopü',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '147258369',
  '159357',
  '741852963',
].flatMap((row) => [row, Array.from(row).toReversed().join('')])

/** Refuses a password that is among the first to be guessed; `about` is the address and the names it may not lean on. */
export function refuseCommonPassword(password: string, about: readonly string[]): void {
  if (isCommon(password, about))
    throw passwordTooCommon({ errors: [{ path: 'password', code: 'password_too_common' }] })
}

// No rule about kinds of characters (NIST SP 800-63B-4, 3.1.1.2): only what attackers try first is refused.
export function isCommon(password: string, about: readonly string[] = []): boolean {
  const text = password.normalize('NFKC').toLowerCase()
  return (
    commonWords.has(text) ||
    /^(.{1,4})\1+$/su.test(text) ||
    new Set(text).size <= 3 ||
    isDay(text) ||
    isKeyWalk(text) ||
    leansOn(text, personalWords(about))
  )
}

/** A day written in eight figures, in any order, with or without signs between. */
function isDay(text: string): boolean {
  const figures = text.replace(/[\s./_-]/g, '')
  if (!/^\d{8}$/.test(figures)) return false
  return isYear(figures.slice(0, 4)) || isYear(figures.slice(4))
}

function isYear(part: string): boolean {
  return /^(19|20)\d\d$/.test(part)
}

/** Made of walks over the keys, such as qwerty1234 or 1qaz2wsx, and at most four other characters at the end. */
function isKeyWalk(text: string): boolean {
  let rest = text
  while (rest.length > 4) {
    const walk = longestWalk(rest)
    if (walk < 3) return false
    rest = rest.slice(walk)
  }
  return rest.length < text.length
}

function longestWalk(text: string): number {
  let length = 0
  while (length < text.length && keyRows.some((row) => row.includes(text.slice(0, length + 1)))) length++
  return length
}

/** A common or personal word with a few figures and signs around it: Password2026!, p@ssw0rd. */
function leansOn(text: string, personal: ReadonlySet<string>): boolean {
  const isKnown = (word: string) => word.length >= 4 && (commonWords.has(word) || personal.has(word))
  return [text, ...readSigns(text)].some((reading) => {
    const core = reading.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
    const added = text.length - core.length
    return added <= 6 && (isKnown(core) || isKnown(core.replace(/[^\p{L}]+/gu, '')) || isTwice(core))
  })
}

function isTwice(core: string): boolean {
  const half = core.length / 2
  return Number.isInteger(half) && half >= 4 && core.slice(0, half) === core.slice(half)
}

const signs: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/** The text with figures and signs read as the letters they stand for, the ones at the end left alone in one reading. */
function readSigns(text: string): string[] {
  const tail = text.match(/[^\p{L}]*$/u)![0]
  const body = readLetters(text.slice(0, text.length - tail.length))
  return [readLetters(text), body + tail, readLetters(text.replaceAll('1', 'l'))]
}

function readLetters(text: string): string {
  return text.replace(/[013457@$!]/g, (sign) => signs[sign]!)
}

function personalWords(about: readonly string[]): ReadonlySet<string> {
  const words = about.flatMap((each) => {
    const name = each.toLowerCase().split('@')[0]!
    return [...name.split(/[^\p{L}]+/u), name.replace(/[^\p{L}]+/gu, '')]
  })
  return new Set([...words, 'lessonry'].filter((word) => word.length >= 4))
}
