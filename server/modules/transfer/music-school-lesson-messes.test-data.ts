import assert from 'node:assert/strict'
import type { Mess, Values } from './music-school-mess.test-data.ts'
import { add, adultBooking, first, group, guestBooking, ilham, set, wish } from './music-school-mess.test-data.ts'

export const lessonMesses: readonly Mess[] = [
  {
    name: 'prices, lengths and places that cannot be',
    make: (tables) => {
      const keys = (tables.get('courses') ?? []).map((row) => row.key)
      const values: Values[] = [
        { price_per_session: '-5' },
        { price_per_session: 'NaN' },
        { price_per_session: '9'.repeat(40) },
        { price_per_session: '100.005' },
        { duration_minutes: '0' },
        { duration_minutes: '-30', max_students: '0' },
        { max_students: null, is_active: null, level: 'Grade 8' },
        { title: '' },
      ]
      for (const [place, value] of values.entries()) set(tables, 'courses', keys[place] ?? '', value)
      return tables
    },
    says: [
      'negative_price',
      'not_a_price',
      'out_of_range',
      'rounded_price',
      'no_price',
      'guessed_duration',
      'guessed_places',
      'guessed_active',
      'unknown_word',
      'no_name',
    ],
  },
  {
    name: 'rooms of one name, without size',
    make: (tables) => add(tables, ['rooms', '91358190-7e97-45e6-8223-a61c383bb753'], 'r-twin', { capacity: '0' }),
    says: ['room_name_twice', 'out_of_range'],
  },
  {
    name: 'opening hours in free form',
    make: (tables) => {
      const keys = (tables.get('room_availability') ?? []).map((row) => row.key)
      const values: Values[] = [
        { day_of_week: 'Senin ' },
        { day_of_week: 'senin - jumat' },
        { day_of_week: '0' },
        { day_of_week: 'الأحد' },
        { day_of_week: 'libur' },
        { start_time: '20:00:00', end_time: '09:00:00' },
        { start_time: '10:00:00', end_time: '10:00:00' },
        { start_time: null, end_time: null },
        { end_time: '24:00:00' },
        { is_available: null },
        { room_id: 'nowhere' },
        { day_of_week: '' },
        { is_available: 'f', start_time: '12:00:00', end_time: '13:00:00' },
      ]
      for (const [place, value] of values.entries()) set(tables, 'room_availability', keys[place] ?? '', value)
      return tables
    },
    says: [
      'guessed_day_number',
      'not_a_day',
      'no_hours',
      'guessed_all_day',
      'guessed_open',
      'hours_of_no_room',
      'closed_hours',
    ],
  },
  {
    name: 'lessons that overlap in room, teacher and student',
    make: (tables) => {
      const lesson = tables.get('class_schedules')?.find((row) => row.key === group)?.values ?? {}
      add(tables, ['class_schedules', group], 'c-same', { start_time: '2025-11-22 04:00:00+00', booking_id: null })
      const booking = tables.get('bookings')?.find((row) => row.key === adultBooking)
      return add(tables, ['bookings', booking?.key ?? ''], 'b-same', {
        confirmed_slot_id: 'c-same',
        course_id: lesson['course_id'] ?? '',
      })
    },
    says: ['clash_teacher', 'clash_room', 'clash_student'],
    check: (messy) => assert.equal(messy.lessons.filter((lesson) => !lesson.teacherExclusive).length, 1),
  },
  {
    name: 'classes that end before they start, last no time, or never end',
    make: (tables) => {
      const keys = (tables.get('class_schedules') ?? []).map((row) => row.key)
      set(tables, 'class_schedules', keys[0] ?? '', { end_time: '2001-01-01 00:00:00+00' })
      set(tables, 'class_schedules', keys[1] ?? '', {
        start_time: '2025-11-11 08:15:00+00',
        end_time: '2025-11-11 08:15:00+00',
      })
      set(tables, 'class_schedules', keys[2] ?? '', { end_time: 'infinity' })
      set(tables, 'class_schedules', keys[3] ?? '', { start_time: '-infinity' })
      return set(tables, 'class_schedules', keys[4] ?? '', {
        start_time: '2025-11-11 08:15:00',
        end_time: '2025-11-11 09:00:00',
      })
    },
    says: ['guessed_end', 'infinite', 'no_lesson', 'guessed_zone'],
  },
  {
    name: 'classes whose course, teacher or room is gone',
    make: (tables) => {
      const keys = (tables.get('class_schedules') ?? []).map((row) => row.key)
      set(tables, 'class_schedules', keys[0] ?? '', { course_id: 'gone' })
      set(tables, 'class_schedules', keys[1] ?? '', { instructor_id: 'gone' })
      return set(tables, 'class_schedules', keys[2] ?? '', { room_id: 'gone' })
    },
    says: ['no_lesson', 'no_room'],
  },
  {
    name: 'more students than places',
    make: (tables) => {
      const single = tables.get('class_schedules')?.find((row) => row.values['booking_id'])
      add(tables, ['bookings', guestBooking], 'b-extra', {
        status: 'confirmed',
        confirmed_slot_id: single?.key ?? '',
        applicant_email: 'extra@mail.example',
        applicant_wa_number: null,
      })
      return tables
    },
    says: ['overfull', 'confirmed_other_class'],
  },
  {
    name: 'statuses nobody has heard of',
    make: (tables) => {
      set(tables, 'bookings', guestBooking, { status: 'waitlisted' })
      return set(tables, 'enrollments', first(tables, 'enrollments'), { status: 'paused' })
    },
    says: ['unknown_status'],
  },
  {
    name: 'confirmed for no class, cancelled with a class',
    make: (tables) => {
      set(tables, 'bookings', adultBooking, { confirmed_slot_id: null })
      return set(tables, 'bookings', guestBooking, { confirmed_slot_id: group })
    },
    says: ['confirmed_without_class', 'confirmed_slot_kept', 'class_of_other_booking'],
  },
  {
    name: 'choices that name no class, a wrong class or a wish only',
    make: (tables) => {
      set(tables, 'bookings', guestBooking, {
        first_choice_slot_id: null,
        first_preference: wish({ day: 'Selasa', start: '18:45', end: '19:30', instructor: 'rina UTAMI' }),
        second_choice_slot_id: 'gone',
        second_preference: wish({ day: 'someday', start: 'late' }),
      })
      return set(tables, 'bookings', adultBooking, {
        first_preference: wish({ day: 'monday', start: '10:30', end: '11:30', instructor: 'X' }),
      })
    },
    says: ['wish_placed', 'slot_missing', 'wish_kept', 'wish_differs'],
    check: (messy) => {
      const booking = messy.bookings.find((each) => each.sources[0]?.key === guestBooking)
      assert.deepEqual(
        booking?.choices.map((choice) => [choice.startsAt, choice.lessonId]),
        [['2025-11-18T11:45:00Z', null]],
      )
    },
  },
  {
    name: 'wishes, hours, days and dates of unknown shapes',
    make: (tables) =>
      set(tables, 'bookings', guestBooking, {
        first_preference: '[1,2,3]',
        second_preference: '{"slot":',
        preferred_time_range: '{"from":"sore"}',
        preferred_days: '{senin,"hari libur",3}',
        start_date_target: 'infinity',
        instrument_owned: 'mungkin',
        expires_at: 'soon',
      }),
    says: ['unknown_shape', 'not_json', 'not_a_day', 'guessed_day_number', 'infinite', 'not_yes_or_no', 'not_a_time'],
  },
  {
    name: 'bookings and enrolments of courses that are gone',
    make: (tables) => {
      set(tables, 'bookings', guestBooking, { course_id: 'gone' })
      set(tables, 'enrollments', tables.get('enrollments')?.[1]?.key ?? '', { course_id: 'gone' })
      return set(tables, 'enrollments', tables.get('enrollments')?.[2]?.key ?? '', {
        course_id: 'ba182ca3-aaa7-43aa-bfa8-bc76cf9ce9e0',
      })
    },
    says: ['no_booking', 'no_enrolment', 'enrolment_other_course'],
  },
  {
    name: 'a key twice, and a table nobody knows',
    make: (tables) => {
      add(tables, ['users', ilham], ilham, {
        full_name: 'Seseorang',
        email: 'lain@mail.example',
        phone_number: null,
        wa_number: null,
      })
      tables.set('payments', [{ table: 'payments', key: '1', values: { id: '1', amount: '150000', note: null } }])
      return tables
    },
    says: ['key_twice', 'unknown_table'],
  },
]
