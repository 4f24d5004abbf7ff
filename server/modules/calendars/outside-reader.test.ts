import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
// oxlint-disable-next-line import/default -- it is CommonJS, and Node gives the whole of it as the default
import rrule from 'rrule'
import { epochMinute, instantOf } from '#platform/time.ts'
import { expandForeignRule, readForeignRule, TooMany } from './foreign-rule.ts'
import { OutsideUnreadable } from './outside-lines.ts'
import { readBusyTimes } from './outside-reader.ts'
import { localMinuteOf } from './outside-values.ts'

const { rrulestr } = rrule

/** How many random rules are compared; OUTSIDE_RUNS raises it. */
const numRuns = Number(process.env['OUTSIDE_RUNS'] ?? 100)

const minute = (text: string) => epochMinute(Temporal.Instant.from(text))
const window = { from: minute('2026-11-15T00:00:00Z'), to: minute('2027-12-20T00:00:00Z') }
const zone = 'Asia/Jakarta'

const fileOf = (...lines: string[]) =>
  Buffer.from(['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n'))
const eventOf = (...lines: string[]) => ['BEGIN:VEVENT', 'UID:one@elsewhere', ...lines, 'END:VEVENT']

async function busy(...lines: string[]): Promise<string[]> {
  const stretches = await readBusyTimes(fileOf(...lines), window, zone)
  return stretches.map((stretch) => stretch.map((end) => instantOf(end).toString().replace(':00Z', 'Z')).join('/'))
}

const single = ['DTSTART:20261120T100000Z', 'DTEND:20261120T110000Z']

test('times are read in the zone that they name, else in the calendar’s, else in the school’s', async () => {
  const nine = (parameters: string, more: string[] = []) =>
    busy(...more, ...eventOf(`DTSTART${parameters}:20261120T090000`, 'DURATION:PT1H30M'))
  assert.deepEqual(await nine(''), ['2026-11-20T02:00Z/2026-11-20T03:30Z'])
  assert.deepEqual(await nine('', ['X-WR-TIMEZONE:Europe/Paris']), ['2026-11-20T08:00Z/2026-11-20T09:30Z'])
  assert.deepEqual(await nine(';TZID=America/New_York'), ['2026-11-20T14:00Z/2026-11-20T15:30Z'])
  assert.deepEqual(await nine(';TZID="/mozilla.org/20050126_1/Europe/Paris"'), ['2026-11-20T08:00Z/2026-11-20T09:30Z'])
  assert.deepEqual(await nine(';TZID=Nowhere'), ['2026-11-20T02:00Z/2026-11-20T03:30Z'])
  assert.deepEqual(await busy(...eventOf(...single)), ['2026-11-20T10:00Z/2026-11-20T11:00Z'])
})

const outlook = [
  'BEGIN:VTIMEZONE',
  'TZID:W. Europe Standard Time',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
]

test('a zone that only the file describes has its rules from there, summer and winter', async () => {
  const at = (start: string) =>
    busy(...outlook, ...eventOf(`DTSTART;TZID=W. Europe Standard Time:${start}`, 'DURATION:PT1H'))
  assert.deepEqual(await at('20261120T090000'), ['2026-11-20T08:00Z/2026-11-20T09:00Z'])
  assert.deepEqual(await at('20270620T090000'), ['2027-06-20T07:00Z/2027-06-20T08:00Z'])
  assert.deepEqual(await at('20270328T013000'), ['2027-03-28T00:30Z/2027-03-28T01:30Z'])
  assert.deepEqual(await at('20270328T030000'), ['2027-03-28T01:00Z/2027-03-28T02:00Z'])
  assert.deepEqual(await at('20271031T010000'), ['2027-10-30T23:00Z/2027-10-31T00:00Z'])
  assert.deepEqual(await at('20271031T030000'), ['2027-10-31T02:00Z/2027-10-31T03:00Z'])
})

test('what is repeated keeps its local time, without what was left out, moved or cancelled', async () => {
  const weekly = [
    'DTSTART;TZID=Europe/Paris:20270313T170000',
    'DTEND;TZID=Europe/Paris:20270313T180000',
    'RRULE:FREQ=WEEKLY;UNTIL=20270410T150000Z',
    'EXDATE;TZID=Europe/Paris:20270320T170000',
  ]
  const moved = [
    'RECURRENCE-ID;TZID=Europe/Paris:20270403T170000',
    'DTSTART;TZID=Europe/Paris:20270404T090000',
    'DTEND;TZID=Europe/Paris:20270404T100000',
  ]
  assert.deepEqual(await busy(...eventOf(...weekly), ...eventOf(...moved)), [
    '2027-03-13T16:00Z/2027-03-13T17:00Z',
    '2027-03-27T16:00Z/2027-03-27T17:00Z',
    '2027-04-04T07:00Z/2027-04-04T08:00Z',
    '2027-04-10T15:00Z/2027-04-10T16:00Z',
  ])
  assert.deepEqual(await busy(...eventOf(...weekly), ...eventOf(...moved, 'STATUS:CANCELLED')), [
    '2027-03-13T16:00Z/2027-03-13T17:00Z',
    '2027-03-27T16:00Z/2027-03-27T17:00Z',
    '2027-04-10T15:00Z/2027-04-10T16:00Z',
  ])
})

test('whole days are days of the calendar, also when the clock changes', async () => {
  const days = (start: string, end: string) =>
    busy('X-WR-TIMEZONE:Europe/Paris', ...eventOf(`DTSTART;VALUE=DATE:${start}`, `DTEND;VALUE=DATE:${end}`))
  assert.deepEqual(await days('20270327', '20270329'), ['2027-03-26T23:00Z/2027-03-28T22:00Z'])
  assert.deepEqual(await busy('X-WR-TIMEZONE:Europe/Paris', ...eventOf('DTSTART;VALUE=DATE:20271031')), [
    '2027-10-30T22:00Z/2027-10-31T23:00Z',
  ])
  const yearly = ['DTSTART;VALUE=DATE:20000329', 'RRULE:FREQ=YEARLY']
  assert.deepEqual(await busy('X-WR-TIMEZONE:Europe/Paris', ...eventOf(...yearly)), [
    '2027-03-28T22:00Z/2027-03-29T22:00Z',
  ])
})

test('free, cancelled and own events are no busy time, and what touches is one stretch', async () => {
  for (const free of ['TRANSP:TRANSPARENT', 'STATUS:CANCELLED', 'X-MICROSOFT-CDO-BUSYSTATUS:FREE'])
    assert.deepEqual(await busy(...eventOf(...single, free)), [], free)
  const own = ['BEGIN:VEVENT', 'UID:0198c0de-0000-7000-8000-00000000feed@lessonry', ...single, 'END:VEVENT']
  assert.deepEqual(await busy(...own), [])
  const next = ['DTSTART:20261120T110000Z', 'DURATION:PT30M']
  assert.deepEqual(await busy(...eventOf(...next), ...eventOf(...single)), ['2026-11-20T10:00Z/2026-11-20T11:30Z'])
  assert.deepEqual(await busy(...eventOf('DTSTART:20261120T110000Z')), [])
  assert.deepEqual(await busy(...eventOf('DTSTART:20200101T000000Z', 'DURATION:P1W')), [])
})

test('names and texts are passed over: nothing but times is read', async () => {
  const said = [
    'SUMMARY;X="a:b;c":BEGIN:VEVENT',
    'DESCRIPTION:one\\n',
    ' DTSTART:20271120T100000Z',
    'ATTACH;VALUE=BINARY;ENCODING=BASE64:' + 'QUJD'.repeat(5000),
    'ATTENDEE;CN="DTSTART:1":mailto:x@y',
    'BEGIN:VALARM',
    'TRIGGER:-PT15M',
    'DTSTART:20270120T100000Z',
    'END:VALARM',
  ]
  assert.deepEqual(await busy(...eventOf(...said, ...single)), ['2026-11-20T10:00Z/2026-11-20T11:00Z'])
})

const manyOf = (n: number, lines: readonly string[], more: readonly string[] = []) =>
  fileOf(Array.from({ length: n }, () => lines.join('\r\n')).join('\r\n'), ...more)
const allDay = Array.from({ length: 24 }, (_, hour) => hour).join()
const allHour = Array.from({ length: 60 }, (_, each) => each).join()

const hostile: readonly [name: string, file: Uint8Array, expected: string | number][] = [
  ['nothing', Buffer.from(''), 'not_a_calendar'],
  ['a page', Buffer.from('<!doctype html><html>BEGIN:VCALENDAR'), 'not_a_calendar'],
  ['two-byte letters', Buffer.from(fileOf(...eventOf(...single)).toString(), 'utf16le'), 'not_a_calendar'],
  ['zeros', new Uint8Array(5 * 1024 * 1024), 'not_a_calendar'],
  ['a byte order mark', Buffer.concat([Buffer.from('\ufeff'), fileOf(...eventOf(...single))]), 1],
  ['bytes that are no letters', Buffer.concat([Buffer.from('BEGIN:VCALENDAR\n'), Buffer.alloc(1e6, 0xff)]), 'broken'],
  [
    'bare line feeds',
    Buffer.from(
      fileOf(...eventOf(...single))
        .toString()
        .replaceAll('\r', ''),
    ),
    1,
  ],
  ['no END', Buffer.from('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n' + single.join('\r\n')), 'broken'],
  ['an END of something else', fileOf('BEGIN:VEVENT', ...single, 'END:VTODO'), 'broken'],
  ['deep nesting', manyOf(300_000, ['BEGIN:VEVENT']), 'broken'],
  ['a giant text', fileOf(...eventOf(`SUMMARY:${'x'.repeat(4_500_000)}`, ...single)), 1],
  ['a giant time', fileOf(...eventOf(`DTSTART:${'1'.repeat(4_500_000)}`)), 'broken'],
  ['a million folds', fileOf(...eventOf('DTSTART:' + 'x\r\n '.repeat(1_000_000))), 'broken'],
  ['a million parameters', fileOf(...eventOf(`DTSTART${';A=B'.repeat(4000)}:20261120T100000Z`)), 0],
  ['every second', fileOf(...eventOf(...single, 'RRULE:FREQ=SECONDLY')), 'too_many_events'],
  ['every minute', fileOf(...eventOf(...single, 'RRULE:FREQ=MINUTELY;COUNT=1000000')), 'too_many_events'],
  [
    'every minute of every day',
    fileOf(...eventOf(...single, `RRULE:FREQ=DAILY;BYHOUR=${allDay};BYMINUTE=${allHour}`)),
    'too_many_events',
  ],
  [
    'a million days',
    fileOf(...eventOf('DTSTART:20261120T100000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=1000000')),
    395,
  ],
  [
    'a million days since 1600',
    fileOf(...eventOf('DTSTART:16010101T000000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=1000000')),
    'too_many_events',
  ],
  ['a day that never is', fileOf(...eventOf(...single, 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')), 1],
  ['every 10^300 days', fileOf(...eventOf(...single, 'RRULE:FREQ=DAILY;INTERVAL=' + '9'.repeat(300))), 1],
  [
    'rules without end',
    manyOf(3000, eventOf('DTSTART:19800101T100000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY')),
    'too_many_events',
  ],
  [
    'costly rules',
    manyOf(4000, eventOf('DTSTART:18700101T100000Z', 'RRULE:FREQ=YEARLY;COUNT=300;BYDAY=MO;BYSETPOS=-1')),
    'too_many_events',
  ],
  ['sixty thousand zones', manyOf(30_000, ['BEGIN:VTIMEZONE', 'TZID:x', 'END:VTIMEZONE'], eventOf(...single)), 1],
  ['five megabytes of events', manyOf(40_000, eventOf(...single)), 1],
  ['nonsense everywhere', fileOf(...eventOf('DTSTART:yesterday', 'DTEND', ':', ';', 'RRULE:FREQ', 'EXDATE;:')), 0],
  ['an end before the beginning', fileOf(...eventOf('DTSTART:20261120T100000Z', 'DTEND:20261120T090000Z')), 0],
  ['a negative length', fileOf(...eventOf('DTSTART:20261120T100000Z', 'DURATION:-PT1H')), 0],
  [
    'years out of reach',
    fileOf(...eventOf('DTSTART:00000000T000000Z'), ...eventOf('DTSTART:99991231T235959Z', 'DURATION:P9999W')),
    0,
  ],
]

test('a hostile file is refused or capped, soon, and never stops the others', async (t) => {
  for (const [name, file, expected] of hostile) {
    let longestWait = 0
    let last = performance.now()
    const watch = setInterval(() => {
      longestWait = Math.max(longestWait, performance.now() - last)
      last = performance.now()
    }, 1)
    const began = performance.now()
    const outcome = await readBusyTimes(file, window, zone).then(
      (stretches) => stretches.length,
      (error: unknown) => {
        assert.ok(error instanceof OutsideUnreadable, `${name}: ${String(error)}`)
        return error.kind
      },
    )
    clearInterval(watch)
    const took = performance.now() - began
    assert.equal(outcome, expected, name)
    assert.ok(took < 15_000, `${name} took ${took} ms`)
    if (took > 200) t.diagnostic(`${name}: ${Math.round(took)} ms, others waited ${Math.round(longestWait)} ms at most`)
  }
})

test('a file that was changed at random never does more than be refused', async () => {
  const whole = fileOf(
    ...outlook,
    ...eventOf(
      'DTSTART;TZID=W. Europe Standard Time:20261120T090000',
      'DURATION:PT1H',
      'RRULE:FREQ=WEEKLY;BYDAY=MO,FR;COUNT=30',
      'EXDATE:20261127T080000Z',
    ),
  )
  const change = fc.record({ at: fc.nat(whole.length), gone: fc.nat(40), put: fc.string({ maxLength: 12 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      let text = whole.toString('latin1')
      for (const { at, gone, put } of changes) text = text.slice(0, at) + put + text.slice(at + gone)
      await readBusyTimes(Buffer.from(text), window, zone).catch((error: unknown) => {
        if (!(error instanceof OutsideUnreadable)) throw error
      })
    }),
    { numRuns },
  )
})

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })
const part = (name: string, values: fc.Arbitrary<readonly (string | number)[]>) =>
  fc.option(values, { nil: undefined, freq: 2 }).map((list) => (list ? `;${name}=${list.join()}` : ''))

const rule = fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY').chain((frequency) => {
  const isCounted = frequency === 'MONTHLY' || frequency === 'YEARLY'
  const counted = weekdays.flatMap((each) => [`2${each}`, `-1${each}`])
  const days = isCounted ? fc.oneof(some(weekdays), some(counted)) : some(weekdays)
  return fc
    .tuple(
      fc.constantFrom('', ';INTERVAL=2', ';INTERVAL=3'),
      fc.constantFrom('', ';COUNT=7', ';COUNT=40', ';UNTIL=20271001T000000Z'),
      part('BYDAY', days),
      part('BYMONTH', some([1, 3, 6, 11, 12])),
      frequency === 'WEEKLY' ? fc.constant('') : part('BYMONTHDAY', some([1, 13, 15, 30, 31, -1])),
      frequency === 'YEARLY' ? part('BYYEARDAY', some([1, 100, 200, 366, -1])) : fc.constant(''),
      fc.constantFrom('', ';WKST=SU', ';WKST=WE'),
      !isCounted ? fc.constant('') : fc.constantFrom('', ';BYSETPOS=1', ';BYSETPOS=2', ';BYSETPOS=-1'),
    )
    .map((parts) => `FREQ=${frequency}${parts.join('')}`)
})

// What the other reader takes otherwise than RFC 5545 says is left out: positions in a week that has begun, two positions that meet on one
// date, and weekdays with and without a number together. A position without anything to count means the only date to us and is refused there.
const isComparable = (text: string) => !text.includes('BYSETPOS') || /BY(DAY|MONTHDAY|YEARDAY)/.test(text)

test('rules mean what they mean to another reader', (t) => {
  let dates = 0
  const starts = fc.constantFrom('20261120T093000', '20240229T093000', '20260131T093000')
  fc.assert(
    fc.property(rule.filter(isComparable), starts, (text, start) => {
      const read = readForeignRule(text)
      assert.ok(typeof read === 'object', text)
      const until = read.until === null ? Infinity : localMinuteOf(read.until)!
      const last = Math.floor(window.to / 1440) - 1
      const ours = expandForeignRule(read, { start: localMinuteOf(start)!, from: 0, last, until })
      const end = instantOf((last + 1) * 1440 - 1)
      // It looks for dates until the year 9999 where nobody says when to stop.
      const ended = /COUNT|UNTIL/.test(text) ? text : `${text};UNTIL=20280101T000000Z`
      const theirs = rrulestr(`DTSTART:${start}Z\nRRULE:${ended}`)
        .between(new Date(0), new Date(end.epochMilliseconds), true)
        .map((date) => date.getTime() / 60_000)
      dates += ours.length
      assert.deepEqual(ours, theirs, `${text} from ${start}`)
    }),
    { numRuns },
  )
  t.diagnostic(`${numRuns} rules, ${dates} dates`)
})

test('the whole of RFC 5545 is read, so far as a rule repeats at most daily', () => {
  const datesOf = (text: string, start: string) => {
    const read = readForeignRule(text)
    assert.ok(typeof read === 'object')
    const first = localMinuteOf(start)!
    return expandForeignRule(read, {
      start: first,
      from: 0,
      last: Math.floor(first / 1440) + 1500,
      until: Infinity,
    }).map((at) =>
      Temporal.PlainDate.from('1970-01-01')
        .add({ days: Math.floor(at / 1440) })
        .toString(),
    )
  }
  // Examples of RFC 5545, 3.8.5.3.
  assert.deepEqual(datesOf('FREQ=YEARLY;INTERVAL=3;COUNT=6;BYYEARDAY=1,100,200', '19970101'), [
    '1997-01-01',
    '1997-04-10',
    '1997-07-19',
    '2000-01-01',
    '2000-04-09',
    '2000-07-18',
  ])
  assert.deepEqual(datesOf('FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3', '19970512'), [
    '1997-05-12',
    '1998-05-11',
    '1999-05-17',
  ])
  assert.deepEqual(datesOf('FREQ=YEARLY;BYDAY=20MO;COUNT=3', '19970519'), ['1997-05-19', '1998-05-18', '1999-05-17'])
  assert.deepEqual(datesOf('FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3', '19980201'), [
    '1998-02-13',
    '1998-03-13',
    '1998-11-13',
  ])
  assert.deepEqual(datesOf('FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', '19970904'), [
    '1997-09-04',
    '1997-10-07',
    '1997-11-06',
  ])
  assert.deepEqual(datesOf('FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', '19970805'), [
    '1997-08-05',
    '1997-08-10',
    '1997-08-19',
    '1997-08-24',
  ])
  assert.deepEqual(datesOf('FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', '19970805'), [
    '1997-08-05',
    '1997-08-17',
    '1997-08-19',
    '1997-08-31',
  ])
  assert.equal(readForeignRule('FREQ=HOURLY'), 'too_often')
  for (const wrong of [
    '',
    'FREQ=NEVER',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;BYDAY=XX',
    'FREQ=DAILY;COUNT=x',
    'FREQ=DAILY;BYMONTH=13',
  ])
    assert.equal(readForeignRule(wrong), undefined, wrong)
  const endless = readForeignRule('FREQ=DAILY;COUNT=999999')
  assert.ok(typeof endless === 'object')
  assert.throws(() => expandForeignRule(endless, { start: 0, from: 0, last: 1e6, until: Infinity }), TooMany)
})
