import assert from 'node:assert/strict'
import type { Mess } from './music-school-mess.test-data.ts'
import { add, adultBooking, childBooking, guestBooking, ilham, set } from './music-school-mess.test-data.ts'

export const peopleMesses: readonly Mess[] = [
  {
    name: 'an account occurs twice, the e-mail in other letters',
    make: (tables) =>
      add(tables, ['users', ilham], 'u-twin', {
        email: 'ILHAM.Pangestu@Yahoo.example',
        phone_number: null,
        full_name: 'Ilham P.',
      }),
    says: ['same_person'],
    check: (messy, clean) => assert.equal(messy.persons.length, clean.persons.length),
  },
  {
    name: 'an account occurs twice, the number written otherwise',
    make: (tables) =>
      add(tables, ['users', ilham], 'u-phone', {
        email: null,
        phone_number: '0878-1277-1082',
        full_name: 'ilham  PANGESTU',
      }),
    says: ['same_person'],
    check: (messy, clean) => assert.equal(messy.persons.length, clean.persons.length),
  },
  {
    name: 'a family shares a number and keeps its own names',
    make: (tables) =>
      add(tables, ['users', ilham], 'u-wife', {
        email: 'sari@mail.example',
        wa_number: '0878 1277 1082',
        phone_number: null,
        full_name: 'Sari Pangestu',
      }),
    says: [],
    check: (messy, clean) => assert.equal(messy.persons.length, clean.persons.length + 1),
  },
  {
    name: 'numbers, addresses, names and roles that say nothing',
    make: (tables) =>
      set(tables, 'users', ilham, {
        phone_number: '-',
        wa_number: 'tidak ada',
        email: 'n/a',
        full_name: '  ',
        role: 'alumni',
      }),
    says: ['not_a_phone', 'not_an_email', 'no_name', 'unknown_word'],
  },
  {
    name: 'names in every script, with markup, kept exactly',
    make: (tables) =>
      set(tables, 'users', ilham, {
        full_name: "<script>alert(1)</script> محمد 山田 Ольга 🎻 O'Brien\u200d",
        address: '"; drop table users; --\n\ttab',
      }),
    says: [],
    check: (messy) => {
      const person = messy.persons.find((each) => each.email === 'ilham.pangestu@yahoo.example')
      assert.equal(person?.fullName, "<script>alert(1)</script> محمد 山田 Ольга 🎻 O'Brien\u200d")
      assert.equal(person.address, '"; drop table users; --\n\ttab')
    },
  },
  {
    name: 'a name of a thousand characters',
    make: (tables) => set(tables, 'users', ilham, { full_name: '長'.repeat(1000) }),
    says: ['text_cut'],
  },
  {
    name: 'a profile that differs from its account',
    make: (tables) =>
      set(tables, 'instructor_profiles', '529c84ff-37d6-4df1-a1c1-d0d8d1284811', {
        full_name: 'Rina U.',
        email: 'rina@other.example',
        wa_number: '+6281111111111',
      }),
    says: ['copy_differs'],
    check: (messy) => assert.ok(messy.persons.some((person) => person.fullName === 'Rina Utami' && person.teacher)),
  },
  {
    name: 'a profile without an account',
    make: (tables) =>
      add(tables, ['instructor_profiles', '529c84ff-37d6-4df1-a1c1-d0d8d1284811'], 'p-alone', {
        full_name: 'Guru Tamu',
        email: 'tamu@mail.example',
        wa_number: null,
      }),
    says: ['profile_without_user', 'no_classes'],
  },
  {
    name: 'an account that no longer exists',
    make: (tables) => set(tables, 'bookings', adultBooking, { user_id: 'deleted-user' }),
    says: ['user_missing'],
  },
  {
    name: 'a booking of nobody',
    make: (tables) =>
      set(tables, 'bookings', guestBooking, {
        applicant_full_name: null,
        applicant_email: ' ',
        applicant_wa_number: null,
      }),
    says: ['nobody'],
  },
  {
    name: 'a guest who has an account under the same e-mail',
    make: (tables) =>
      set(tables, 'bookings', guestBooking, {
        applicant_email: 'Ilham.Pangestu@yahoo.EXAMPLE',
        applicant_full_name: 'Pak Ilham',
      }),
    says: ['same_contact'],
    check: (messy, clean) => assert.equal(messy.persons.length, clean.persons.length - 1),
  },
  {
    name: 'an account holder whose booking bears another name and number',
    make: (tables) =>
      set(tables, 'bookings', adultBooking, {
        applicant_full_name: 'Lestari K. W.',
        applicant_email: 'new@mail.example',
        applicant_wa_number: '08111111111',
      }),
    says: ['applicant_differs', 'copy_differs'],
  },
  {
    name: 'brothers and sisters under one guardian number',
    make: (tables) => {
      add(tables, ['bookings', childBooking], 'b-sister', {
        applicant_full_name: 'Ayu Siregar',
        guardian_wa_number: '0821-5337-2216',
        guardian_name: 'Ibu Citra',
        confirmed_slot_id: null,
        status: 'pending',
      })
      return add(tables, ['bookings', childBooking], 'b-again', {
        applicant_full_name: ' joko SIREGAR',
        confirmed_slot_id: null,
        status: 'pending',
      })
    },
    says: ['same_guardian_number', 'same_person', 'child_of_account'],
    check: (messy, clean) => {
      assert.equal(messy.persons.length, clean.persons.length + 1)
      const family = messy.families.find((each) => each.name === 'Citra Wijaya')
      assert.equal(family?.memberIds.length, 3)
    },
  },
  {
    name: 'a child with two guardians, and an adult who named herself',
    make: (tables) => {
      add(tables, ['bookings', 'd00237b4-a796-4639-9b3c-08ec61447a64'], 'b-father', {
        guardian_name: 'Ayah Halim',
        guardian_wa_number: '+6281222222222',
        confirmed_slot_id: null,
        status: 'pending',
      })
      return set(tables, 'bookings', adultBooking, { guardian_name: 'Lestari Kusumawardani', guardian_wa_number: null })
    },
    says: ['two_guardians', 'own_guardian'],
  },
  {
    name: 'a guardian with a number only, or with a dash',
    make: (tables) => {
      set(tables, 'bookings', childBooking, { guardian_name: null })
      return set(tables, 'bookings', guestBooking, { guardian_name: '', guardian_wa_number: '-' })
    },
    says: ['no_name', 'not_a_phone'],
  },
]
