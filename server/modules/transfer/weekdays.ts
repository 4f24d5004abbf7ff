import type { Reading } from './values.ts'

const languages = `en fr id ar es de it pt nl ms tr ru uk pl cs sv da nb fi ro hu el he hi bn ta te th vi zh ja ko fa ur sw tl jv`

// Spellings that people use and no locale table lists, from Monday to Sunday.
const spokenNames = [
  'mo mon lun snn isnin seninan',
  'tu tue tues mar sel sls selasa salasa',
  'we wed weds mer rab rbo rebo arba',
  'th thu thur thurs jeu kam kms',
  "fr fri ven jum jmt jum'at jumaat jumuah",
  'sa sat sam sab sbt sabtu',
  'su sun dim min mgg ahad ahd minggu',
]

const arabicBare = ['اثنين', 'ثلاثاء', 'اربعاء', 'خميس', 'جمعة', 'سبت', 'احد']

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replace(/^ال/, '')
}

function collectNames(): ReadonlyMap<string, number> {
  const names = new Map<string, number>()
  const ambiguous = new Set<string>()
  const add = (name: string, day: number) => {
    const folded = fold(name)
    if (folded.length < 2 && !/[\u3040-\uffff]/.test(folded)) return
    if ((names.get(folded) ?? day) !== day) ambiguous.add(folded)
    names.set(folded, day)
  }
  for (let day = 1; day <= 7; day++) {
    const date = new Date(Date.UTC(2024, 0, day))
    for (const language of languages.split(' ')) {
      for (const weekday of ['long', 'short'] as const) {
        add(new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }).format(date), day)
      }
    }
  }
  for (const name of ambiguous) names.delete(name)
  for (const [index, words] of spokenNames.entries())
    for (const name of words.split(' ')) names.set(fold(name), index + 1)
  for (const [index, name] of arabicBare.entries()) names.set(fold(name), index + 1)
  return names
}

const dayByName = collectNames()
const everyDay = [1, 2, 3, 4, 5, 6, 7]
const groups: Readonly<Record<string, readonly number[]>> = {
  weekday: [1, 2, 3, 4, 5],
  weekdays: [1, 2, 3, 4, 5],
  harikerja: [1, 2, 3, 4, 5],
  semaine: [1, 2, 3, 4, 5],
  weekend: [6, 7],
  weekends: [6, 7],
  akhirpekan: [6, 7],
  akhirminggu: [6, 7],
  daily: everyDay,
  everyday: everyDay,
  setiaphari: everyDay,
  tiaphari: everyDay,
  touslesjours: everyDay,
  all: everyDay,
}

/** ISO weekday, Monday is 1. Numbers are a guess: from Monday 1, with both 0 and 7 for Sunday. */
export function readWeekday(text: string): Reading<number> {
  const trimmed = text.normalize('NFKC').trim()
  if (/^\p{Nd}$/u.test(trimmed)) return dayByNumber(trimmed)
  const folded = fold(trimmed)
  const day =
    dayByName.get(folded) ??
    dayByName.get(folded.replace(/^(hari|on|every|setiap|le|les)/, '')) ??
    dayByName.get(folded.replace(/s$/, ''))
  return day === undefined ? { remark: 'transfer.not_a_day' } : { value: day }
}

function dayByNumber(text: string): Reading<number> {
  const digit = Number(
    text.normalize('NFKD').replace(/[\u0660-\u0669\u06f0-\u06f9]/, (char) => String(char.charCodeAt(0) & 15)),
  )
  if (!(digit >= 0 && digit <= 7)) return { remark: 'transfer.not_a_day' }
  return { value: digit === 0 ? 7 : digit, remark: 'transfer.guessed_day_number' }
}

/** One day, several ("Mon, Wed"), a range ("Senin - Jumat") or a word for several ("weekend"). */
export function readWeekdays(text: string): Reading<readonly number[]> {
  const group = groups[fold(text)]
  if (group) return { value: group }
  const single = readWeekday(text)
  if (single.value !== undefined) {
    return single.remark ? { value: [single.value], remark: single.remark } : { value: [single.value] }
  }
  const days = new Set<number>()
  for (const part of text.split(/\s*(?:[,;/&+|،]|\band\b|\bdan\b|\bet\b)\s*/i)) {
    const range = /^(.+?)\s*(?:-|–|—|\bto\b|\bs\/d\b|\bsampai\b|\bau\b)\s*(.+)$/i.exec(part)
    const [first, last] = range
      ? [readWeekday(range[1] ?? ''), readWeekday(range[2] ?? '')]
      : [readWeekday(part), readWeekday(part)]
    if (first.value === undefined || last.value === undefined) return { remark: 'transfer.not_a_day' }
    for (let day = first.value; ; day = (day % 7) + 1) {
      days.add(day)
      if (day === last.value) break
    }
  }
  return { value: [...days].toSorted((one, other) => one - other) }
}
