import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { getOrganisation, type OrganisationFacts } from '#organisations'
import { permissionsOf } from '#identity'
import type { Translator } from '#messages/translator.ts'
import type { Ctx } from '#platform/context.ts'
import type { Locale } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import { translatorFor } from '#platform/texts.ts'
import { studentsOf } from '#scheduling'
import { writeCalendar } from './calendar-file.ts'
import { publicAddress } from './config.ts'
import { eventLines, type EventWords } from './lesson-event.ts'
import { feedSpan, type ToldLesson, toldOfResource, toldToPerson } from './told-lessons.ts'

/** What a calendar program is given: the text, and what it compares to see whether it has that already. */
export interface FeedAnswer {
  readonly text: string
  readonly etag: string
  readonly changedAt: Temporal.Instant
}

interface OpenFeed {
  readonly id: Id<'feed'>
  readonly personId: Id<'person'> | null
  readonly resourceId: Id<'resource'> | null
  readonly ownerName: string
  readonly locale: Locale
  readonly roles: readonly string[]
  readonly contentHash: Buffer | null
  readonly contentChangedAt: Temporal.Instant | null
  readonly isStale: boolean
}

/** The calendar behind a secret; null when there is none, when it was renewed, or when whoever was shown it may no longer see it. */
export async function readFeed(ctx: Ctx, secretHash: Buffer): Promise<FeedAnswer | null> {
  const feed = await openFeed(ctx, secretHash)
  if (!feed) return null
  const organisation = await getOrganisation(ctx)
  const text = await writeFeed(ctx, feed, organisation)
  return { text, ...(await noteReading(ctx, feed, text)) }
}

// Asked anew each time, so a member who is suspended or loses the role has no calendar from that moment on.
async function openFeed(ctx: Ctx, secretHash: Buffer): Promise<OpenFeed | null> {
  const { rows } = await sql<OpenFeed>`
    select f.id, f.person_id, f.resource_id, coalesce(p.full_name, r.name) as owner_name,
      coalesce(p.locale, g.locale) as locale, m.roles, f.content_hash, f.content_changed_at,
      f.last_read_at is null or f.last_read_at < ${ctx.now.subtract({ minutes: 5 })} as is_stale
    from calendars.feed f
    join organisations.organisation g on g.id = f.org_id
    join people.person maker on maker.org_id = f.org_id and maker.id = f.created_by
    join identity.membership m on m.org_id = f.org_id and m.user_id = maker.user_id and m.status = 'active'
    join identity."user" u on u.id = m.user_id and u.status = 'active'
    left join people.person p on p.org_id = f.org_id and p.id = f.person_id
    left join resources.resource r on r.org_id = f.org_id and r.id = f.resource_id
    where f.org_id = ${ctx.orgId} and f.secret_hash = ${secretHash}`.execute(ctx.db)
  const feed = rows[0]
  if (!feed) return null
  if (feed.resourceId && !permissionsOf(feed.roles).has('resources.manage')) return null
  return feed
}

async function writeFeed(ctx: Ctx, feed: OpenFeed, organisation: OrganisationFacts): Promise<string> {
  const span = feedSpan(ctx.now)
  const lessons = feed.personId
    ? await toldToPerson(ctx, feed.personId, span)
    : await toldOfResource(ctx, feed.resourceId!, span)
  const taught = lessons.filter(({ isTaught }) => isTaught).map(({ lessonId }) => lessonId)
  const students = await studentsOf(ctx, taught)
  const home = publicAddress(`/${organisation.slug}`)
  const reader = {
    t: translatorFor(feed.locale),
    personId: feed.personId,
    namesOf: (lesson: ToldLesson) => (students.get(lesson.lessonId) ?? []).map(({ name }) => name),
  }
  return writeCalendar({
    name: `${feed.ownerName} – ${organisation.name}`,
    lessons,
    linesOf: (lesson) => eventLines(lesson, { ...wordsFor(lesson, reader), url: urlOf(home, lesson) }),
  })
}

interface Reader {
  readonly t: Translator
  /** Null for the calendar of a room, a vehicle or a piece of equipment. */
  readonly personId: Id<'person'> | null
  readonly namesOf: (lesson: ToldLesson) => readonly string[]
}

/** Who reads decides what is said: teachers their students, families the own child and the teacher, a room's door only the teacher. */
function wordsFor(lesson: ToldLesson, { t, personId, namesOf }: Reader): Omit<EventWords, 'url'> {
  const { title, teacherName, capacity } = lesson
  if (personId === null) return { summary: `${title} – ${teacherName}`, description: '', isBusy: true }
  if (!lesson.isTaught) return familyWords(lesson, t, lesson.subjectId === personId)
  const names = namesOf(lesson)
  if (capacity === 1) return { summary: [title, ...names].join(' – '), description: '', isBusy: true }
  return {
    summary: t('calendars.event.group', { title, taken: names.length, places: capacity }),
    description: names.join('\n'),
    isBusy: true,
  }
}

/** For whoever learns, and for those who look after them: nobody else in the lesson is named but the teacher. */
export function familyWords(lesson: ToldLesson, t: Translator, isOwn: boolean): Omit<EventWords, 'url'> {
  const { title, studentName, teacherName } = lesson
  return {
    summary: isOwn || studentName === null ? title : `${title} – ${studentName}`,
    description: t('calendars.event.teacher', { teacher: teacherName }),
    isBusy: isOwn,
  }
}

function urlOf(home: string, lesson: ToldLesson): string | null {
  if (lesson.subjectId !== lesson.lessonId) return `${home}/calendar`
  return lesson.isTaught ? `${home}/lessons/${lesson.lessonId}` : null
}

// When the text last became another one is the only honest Last-Modified: events also leave it without being changed.
async function noteReading(ctx: Ctx, feed: OpenFeed, text: string): Promise<Omit<FeedAnswer, 'text'>> {
  const hash = createHash('sha256').update(text).digest()
  const isSame = feed.contentHash !== null && hash.equals(feed.contentHash)
  const changedAt = isSame ? feed.contentChangedAt! : ctx.now.round({ smallestUnit: 'second', roundingMode: 'floor' })
  if (!isSame || feed.isStale) {
    await ctx.db
      .updateTable('calendars.feed')
      .set({ lastReadAt: ctx.now, contentHash: hash, contentChangedAt: changedAt })
      .where('orgId', '=', ctx.orgId)
      .where('id', '=', feed.id)
      .execute()
  }
  return { etag: `"${hash.toString('base64url').slice(0, 27)}"`, changedAt }
}
