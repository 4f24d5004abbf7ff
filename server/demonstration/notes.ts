import type { AttendanceStatus } from '../modules/teaching/contract.ts'

interface Attended {
  readonly status: AttendanceStatus
  readonly minutesLate?: number
}

/** How an ordinary term goes: most come, some come late, a few do not. */
export function attendanceFor(number: number): Attended {
  if (number % 19 === 7) return { status: 'absent' }
  if (number % 23 === 5) return { status: 'excused' }
  if (number % 11 === 3) return { status: 'late', minutesLate: 5 + (number % 3) * 5 }
  return { status: 'present' }
}

interface LessonNote {
  readonly sharedText: string
  readonly privateText: string
  readonly homework: string
}

const notes: Readonly<Record<string, readonly LessonNote[]>> = {
  piano: [
    {
      sharedText: 'Hands together in the first eight bars, slow and even. The left hand no longer hurries.',
      privateText: '',
      homework: 'Bars 1 to 8 with the metronome at 60',
    },
    {
      sharedText: 'The pedal changes are clean now. Next we listen to the middle voice.',
      privateText: 'Gets tired after half an hour: a short break helps.',
      homework: 'The middle voice alone, twice a day',
    },
    {
      sharedText: 'Scales in G and D with both hands. The thumb passes under without a bump.',
      privateText: '',
      homework: 'G major, two octaves, eyes closed',
    },
  ],
  gitar: [
    {
      sharedText: 'Changes between C and G in time. The F chord rings on five strings.',
      privateText: '',
      homework: 'F chord: one minute, three times a day',
    },
    {
      sharedText: 'Fingerpicking pattern learned. Keep the thumb steady on the beat.',
      privateText: 'Needs new strings before the concert.',
      homework: 'The pattern over C, Am, F and G',
    },
  ],
  biola: [
    {
      sharedText: 'Long bows on open strings, straight all the way to the tip. A good sound on the D string.',
      privateText: '',
      homework: 'Open strings in front of the mirror, five minutes',
    },
    {
      sharedText: 'Third finger in tune against the open string. The wrist stays loose.',
      privateText: '',
      homework: 'The folk song, once slowly and once singing',
    },
  ],
  vokal: [
    {
      sharedText: 'Breath low and quiet before each phrase. The high notes opened up today.',
      privateText: '',
      homework: 'Lip trills over five notes, ten minutes',
    },
    {
      sharedText: 'Text spoken in rhythm first, then sung. Every consonant could be understood.',
      privateText: '',
      homework: 'Second verse by heart',
    },
  ],
  drum: [
    {
      sharedText: 'A steady eighth beat for four minutes. Fills come back in on one.',
      privateText: '',
      homework: 'Paradiddle at 80, then 90',
    },
    {
      sharedText: 'The bass drum is with the count now. We started the second song.',
      privateText: 'Ear protection forgotten again: lent a pair.',
      homework: 'Play along with the first song, softly',
    },
  ],
  teori: [
    {
      sharedText: 'Major and minor thirds by ear, eight of ten right. Keys with two sharps are safe.',
      privateText: '',
      homework: 'Page 14, the last two rows',
    },
  ],
}

const anyNote: LessonNote = {
  sharedText: 'A good lesson: we went through the whole piece once and marked what to practise.',
  privateText: '',
  homework: 'The marked bars',
}

export function noteFor(subject: string, number: number): LessonNote {
  const list = notes[subject.toLowerCase()] ?? [anyNote]
  return list[number % list.length]!
}
