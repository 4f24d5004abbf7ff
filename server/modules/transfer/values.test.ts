import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  foldName,
  readBoolean,
  readDate,
  readEmail,
  readInstant,
  readList,
  readPhone,
  readPrice,
  readTimeOfDay,
} from './values.ts'
import { readWeekday, readWeekdays } from './weekdays.ts'

test('a timestamp becomes an instant, and one without a zone is local time of the school', () => {
  const cases: [string, string | undefined, string | undefined][] = [
    ['2025-11-03 18:00:09+00', '2025-11-03T18:00:09Z', undefined],
    ['2025-11-04 01:00:09+07', '2025-11-03T18:00:09Z', undefined],
    ['2025-11-03T18:00:09.123456Z', '2025-11-03T18:00:09.123456Z', undefined],
    ['2025-11-03 23:30:00+05:30', '2025-11-03T18:00:00Z', undefined],
    ['1890-01-01 07:07:12+07:07:12', '1890-01-01T00:00:00Z', undefined],
    ['2025-11-03 18:00-0330', '2025-11-03T21:30:00Z', undefined],
    ['2025-11-04 01:00:09', '2025-11-03T18:00:09Z', 'transfer.guessed_zone'],
    ['infinity', undefined, 'transfer.infinite'],
    ['-infinity', undefined, 'transfer.infinite'],
    ['0044-03-15 00:00:00+00 BC', undefined, 'transfer.out_of_range'],
    ['294276-12-31 23:59:59+00', undefined, 'transfer.out_of_range'],
    ['2025-02-30 10:00:00+00', undefined, 'transfer.not_a_time'],
    ['besok sore', undefined, 'transfer.not_a_time'],
  ]
  for (const [text, value, remark] of cases) {
    const reading = readInstant(text, 'Asia/Jakarta')
    assert.equal(reading.value, value, text)
    assert.equal(reading.remark, remark, text)
  }
})

test('a date is a day of the calendar or nothing', () => {
  assert.equal(readDate('2024-02-29').value, '2024-02-29')
  for (const text of ['2025-02-29', '29/02/2024', 'infinity', '0044-03-15 BC', '12024-01-01', '']) {
    assert.equal(readDate(text).value, undefined, text)
  }
})

test('a time of day is read as minutes', () => {
  const cases: [string, number | undefined][] = [
    ['10:00:00', 600],
    ['24:00:00', 1440],
    ['19.15', 1155],
    ['7:30 pm', 1170],
    ['12 am', 0],
    ['9 a.m.', 540],
    ['10:00:30', 600],
    ['24:01', undefined],
    ['25:00', undefined],
    ['10:61', undefined],
    ['sore', undefined],
    ['10', undefined],
  ]
  for (const [text, value] of cases) assert.equal(readTimeOfDay(text).value, value, text)
  assert.equal(readTimeOfDay('10:00:30').remark, 'transfer.seconds_dropped')
})

test('a day of the week is understood however it is written', () => {
  const days: [number, string][] = [
    [1, 'Monday|monday  |MON|Mondays|Senin|SENIN|Isnin|lundi|lun.|الاثنين|الإثنين|Lunes|понедельник|月曜日'],
    [2, 'tuesday|Tues|selasa|mardi|mar.|الثلاثاء|Dienstag'],
    [3, 'Wed|rabu|mercredi|الأربعاء|Mittwoch'],
    [4, 'thurs|Kamis|jeudi|الخميس|木曜日'],
    [5, "Friday|Jumat|Jum'at|Jum’at|vendredi|الجمعة|جمعة"],
    [6, 'Saturday|sabtu|Hari Sabtu|samedi|السبت'],
    [7, 'Sun|Minggu|Ahad|dimanche|الأحد|الاحد|0|7|٧'],
  ]
  for (const [day, names] of days) for (const name of names.split('|')) assert.equal(readWeekday(name).value, day, name)
  for (const name of ['8', '', 'foo', 'mañana', '-', 'm', '2025-01-01'])
    assert.equal(readWeekday(name).value, undefined, name)
})

test('several days may stand in one text', () => {
  const cases: [string, number[]][] = [
    ['Mon-Fri', [1, 2, 3, 4, 5]],
    ['Senin - Jumat', [1, 2, 3, 4, 5]],
    ['Sat–Mon', [1, 6, 7]],
    ['senin dan rabu', [1, 3]],
    ['lun, mer', [1, 3]],
    ['weekend', [6, 7]],
    ['setiap hari', [1, 2, 3, 4, 5, 6, 7]],
  ]
  for (const [text, days] of cases) assert.deepEqual(readWeekdays(text).value, days, text)
})

test('a price becomes the smallest unit of its currency', () => {
  const cases: [string, string, bigint | undefined, string | undefined][] = [
    ['150000', 'IDR', 15_000_000n, undefined],
    ['150000.0000', 'IDR', 15_000_000n, undefined],
    ['45.5', 'TND', 45_500n, undefined],
    ['1200', 'JPY', 1200n, undefined],
    ['0', 'EUR', 0n, undefined],
    ['100', 'EUR', 10_000n, undefined],
    ['0.005', 'EUR', 1n, 'transfer.rounded_price'],
    ['12.344', 'EUR', 1234n, 'transfer.rounded_price'],
    ['9.99', 'JPY', 10n, 'transfer.rounded_price'],
    ['-1', 'EUR', undefined, 'transfer.negative_price'],
    ['NaN', 'EUR', undefined, 'transfer.not_a_price'],
    ['Infinity', 'EUR', undefined, 'transfer.not_a_price'],
    ['9'.repeat(30), 'EUR', undefined, 'transfer.out_of_range'],
  ]
  for (const [text, currency, value, remark] of cases) {
    assert.equal(readPrice(text, currency).value, value, text)
    assert.equal(readPrice(text, currency).remark, remark, text)
  }
})

test('a telephone number becomes E.164 by the country of the school', () => {
  for (const text of ['+6281234567890', '0812-3456-7890', '62 812 3456 7890', '٠٨١٢٣٤٥٦٧٨٩٠', '0812 3456 7890 (WA)']) {
    assert.equal(readPhone(text, 'ID').value, '+6281234567890', text)
  }
  assert.equal(readPhone('06 12 34 56 78', 'FR').value, '+33612345678')
  for (const text of ['-', '0', '0812', 'tidak ada', '08123456789/08123456780']) {
    assert.equal(readPhone(text, 'ID').value, undefined, text)
  }
})

test('an e-mail address is told from what is none', () => {
  for (const text of ['a@b.example', 'A.B+c@sub.school.example', ' siti@mail.example ', 'sītī@école.example']) {
    assert.equal(readEmail(text).value, text.trim())
  }
  for (const text of [
    '-',
    'a@b',
    'a b@c.example',
    'a@@b.example',
    'a@b.example, c@d.example',
    'a@b..example',
    '<a@b.example>',
  ]) {
    assert.equal(readEmail(text).value, undefined, text)
  }
})

test('lists are read from PostgreSQL, from JSON and from plain words', () => {
  const cases: [string, string[]][] = [
    ['{}', []],
    ['{tuesday,"sat, urday",NULL}', ['tuesday', 'sat, urday']],
    ['{"a\\"b","c\\\\d"}', ['a"b', 'c\\d']],
    ['[0:1]={a,b}', ['a', 'b']],
    ['["senin", 3]', ['senin', '3']],
    ['senin; rabu', ['senin', 'rabu']],
  ]
  for (const [text, items] of cases) assert.deepEqual(readList(text).value, items, text)
  assert.equal(readList('{"a}').value, undefined)
})

test('yes and no are known by every spelling of PostgreSQL', () => {
  for (const text of ['t', 'TRUE', 'yes', 'on', '1']) assert.equal(readBoolean(text).value, true)
  for (const text of ['f', 'False', 'no', 'off', '0']) assert.equal(readBoolean(text).value, false)
  assert.equal(readBoolean('mungkin').value, undefined)
})

test('names are compared without regard to capitals, accents and spacing', () => {
  assert.equal(foldName('  Siti  NUR-Aisyah '), foldName('siti nur aisyah'))
  assert.equal(foldName('Élodie'), foldName('elodie'))
  assert.notEqual(foldName('محمد'), foldName('أحمد'))
})
