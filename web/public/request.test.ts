import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadCatalogue } from '#messages/catalogue.ts'
import { createTranslator } from '#messages/translator.ts'
import { emptyDraft, type ApplicantDraft } from './draft.ts'
import { composeRequest, findGaps } from './request.ts'

const t = createTranslator('en', await loadCatalogue('en'))
const sari: ApplicantDraft = { ...emptyDraft.applicant, studentName: 'Sari', waNumber: '0812 8840 1177' }

const fieldsOf = (change: Partial<ApplicantDraft>) => findGaps({ ...sari, ...change }, t).map(({ path }) => path)

test('What cannot be a number, an age or an address is found at its field', () => {
  assert.deepEqual(fieldsOf({}), [])
  for (const waNumber of ['call me', '123', '0812 8840 1177 9999 99', '08128840 or mail'])
    assert.deepEqual(fieldsOf({ waNumber }), ['applicant.waNumber'], waNumber)
  for (const studentAge of ['999', '121', '-5', '3.5', 'ten'])
    assert.deepEqual(fieldsOf({ studentAge }), ['applicant.studentAge'], studentAge)
  assert.deepEqual(fieldsOf({ email: 'nope@' }), ['applicant.email'])
})

test('Nothing else stands at a number that is wrong than that it is wrong', () => {
  assert.deepEqual(
    findGaps({ ...sari, waNumber: 'call me' }, t).map(({ message }) => message),
    ['This is not a telephone number. Example: 0812 8840 1177'],
  )
})

test('Arabic and Persian figures are sent as Western ones, without marks of direction', () => {
  const written = { ...sari, studentAge: '٣٤', waNumber: '\u202A+٦٢ ۸۱۲-٨٨٤٠-١١٧٧\u202C' }
  assert.deepEqual(findGaps(written, t), [])
  const { applicant } = composeRequest('offering', [], written)
  assert.equal(applicant.studentAge, 34)
  assert.equal(applicant.waNumber, '+62 812-8840-1177')
})
