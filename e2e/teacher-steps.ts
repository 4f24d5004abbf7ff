import assert from 'node:assert/strict'
import { Client } from 'pg'
import type { Page } from 'playwright-core'
import type { SentRequest } from './request-steps.ts'
import type { RunningSchool } from './running-school.ts'
import { seeToast, takeShot } from './visit.ts'

export const note = {
  shared: 'The first four bars are even now, and the wrist stays loose.',
  homework: 'Bars 1 to 8, slowly, both hands',
  secret: 'Ask in a month about a lighter keyboard.',
}

const overlaps = '23P01'

/** Days go by: the lesson of this student is put back by whole days to the first time at which nobody of it was elsewhere. */
export async function letLessonPass(school: RunningSchool, { student }: { student: string }): Promise<void> {
  await letPass(
    school,
    `select lesson.id, lesson.ends_at from scheduling.lesson
     join scheduling.place on place.org_id = lesson.org_id and place.lesson_id = lesson.id
     join people.person on person.org_id = place.org_id and person.id = place.student_id
     where person.full_name = $1 and place.status = 'taken' and lesson.ends_at > now()`,
    student,
  )
}

/** The same for the next lesson that this teacher gives to one student. */
export async function letNextLessonPass(school: RunningSchool, teacher: string): Promise<void> {
  await letPass(
    school,
    `select lesson.id, lesson.ends_at from scheduling.lesson
     join people.person on person.org_id = lesson.org_id and person.id = lesson.teacher_id
     where person.full_name = $1 and lesson.status = 'planned' and lesson.capacity = 1 and lesson.places_taken = 1
       and lesson.ends_at > now()
     order by lesson.starts_at limit 1`,
    teacher,
  )
}

async function letPass(school: RunningSchool, query: string, name: string): Promise<void> {
  const client = new Client({ connectionString: school.databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string; days: number }>(
      `select id, ceil(extract(epoch from ends_at - now()) / 86400)::int as days from (${query}) as coming`,
      [name],
    )
    assert.equal(rows.length, 1, `One lesson of ${name} lies ahead.`)
    const [{ id, days } = { id: '', days: 0 }] = rows
    for (let back = days; back < days + 30; back += 1) if (await putBack(client, id, back)) return
    throw new Error('No day of the last thirty has room for the lesson.')
  } finally {
    await client.end()
  }
}

async function putBack(client: Client, lessonId: string, days: number): Promise<boolean> {
  try {
    await client.query('begin')
    await client.query(
      `update scheduling.reservation
       set during = tstzrange(lower(during) - make_interval(days => $2), upper(during) - make_interval(days => $2))
       where lesson_id = $1`,
      [lessonId, days],
    )
    await client.query(
      `update scheduling.lesson
       set starts_at = starts_at - make_interval(days => $2), ends_at = ends_at - make_interval(days => $2) where id = $1`,
      [lessonId, days],
    )
    await client.query('commit')
    return true
  } catch (error) {
    await client.query('rollback')
    if (error instanceof Error && 'code' in error && error.code === overlaps) return false
    throw error
  }
}

/** From the notice of earlier lessons, or from today, to attendance, a note and the end of the lesson. */
export async function closeLesson(page: Page, request: SentRequest): Promise<void> {
  await page.goto('/kadensa/today')
  await page.getByRole('heading', { level: 1 }).waitFor()
  const isToday = page.getByRole('heading', { level: 2, name: request.student })
  const earlier = page.getByRole('link', { name: request.course })
  await isToday.or(earlier.first()).first().waitFor()
  await takeShot(page, '24-today')
  for (const link of await earlier.all()) {
    if (await isToday.isVisible()) break
    await link.click()
    await page.getByRole('heading', { level: 2 }).first().waitFor()
  }
  await page
    .getByRole('group', { name: `Attendance of ${request.student}` })
    .getByText('Present')
    .click()
  await page.getByLabel('Note', { exact: true }).fill(note.shared)
  await page.getByLabel('To practise until next time').fill(note.homework)
  await page.getByText('Private note').first().click()
  await page.getByLabel('Private note').fill(note.secret)
  await takeShot(page, '25-lesson-to-close')
  await page.getByRole('button', { name: /^Close lesson/ }).click()
  await seeToast(page, 'Lesson closed')
}
