import { after, afterEach, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { openBrowser } from '#testing/browser.ts'
import { billFamily, confirmSecondChoice, readAudit, readInvitation, seeOnTimetable } from './office-steps.ts'
import { joinAsGuardian, lookAtHome, lookAtRecordAndMoney } from './family-steps.ts'
import { askForLesson, findCourseOf, seeBothTimesGone, seeFirstTimeFree } from './request-steps.ts'
import { startSchool, type RunningSchool } from './running-school.ts'
import { closeLesson, letLessonPass } from './teacher-steps.ts'
import { enterAs, openVisit, takeShot, type Visit } from './visit.ts'

let school: RunningSchool
let browser: Browser
let visits: Visit[] = []

before(async () => {
  school = await startSchool()
  browser = await openBrowser()
})

// What everybody saw when the journey ended, wherever that was.
afterEach(async () => {
  for (const [index, visit] of visits.entries()) {
    await takeShot(visit.page, `99-end-${index + 1}`)
    await visit.close()
  }
  visits = []
})

after(async () => {
  await browser?.close()
  await school?.stop()
})

for (const [width, family] of [
  [
    390,
    { student: 'Kirana Sasmita', guardian: 'Dewi Sasmita', number: '0812 8840 1177', email: 'dewi@sasmita.example' },
  ],
  [
    1440,
    { student: 'Bima Hartono', guardian: 'Laksmi Hartono', number: '0813 2210 9045', email: 'laksmi@hartono.example' },
  ],
] as const) {
  test(`a family's way from the public page to a paid invoice, at ${width} pixels`, async () => {
    const open = async () => {
      const visit = await openVisit(browser, school, { width })
      visits.push(visit)
      return visit
    }
    const [visitor, another, office, guardian, teacherVisit] = [
      await open(),
      await open(),
      await open(),
      await open(),
      await open(),
    ]
    const teacher = await enterAs(teacherVisit.page, 'Teacher')
    const officer = await enterAs(office.page, 'Office')
    const owner = await open()
    await enterAs(owner.page, 'Owner')
    const course = await findCourseOf(school, teacher)
    const wish = { ...family, course, teacher }

    const request = await askForLesson(visitor.page, wish)
    await seeBothTimesGone(another.page, request)
    await confirmSecondChoice(office.page, request)
    await seeFirstTimeFree(another.page, request)
    await seeOnTimetable(office.page, request)
    const link = await readInvitation(owner.page, request)
    await joinAsGuardian(guardian.page, request, link)
    await lookAtHome(guardian.page, request)
    await letLessonPass(school, request)
    await closeLesson(teacherVisit.page, request)
    const invoice = await billFamily(office.page, request)
    await lookAtRecordAndMoney(guardian.page, request, invoice)
    await readAudit(owner.page, [teacher, officer])

    for (const visit of visits) visit.checkConsole()
  })
}
