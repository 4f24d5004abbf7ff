import { useState } from 'react'
import { listOfferings } from '#contract/catalogue'
import { explainTime, moveLesson, type LessonBlock, type Slot } from '#contract/scheduling'
import { useI18n, type I18n } from '#web/app/i18n.tsx'
import { useAction, useGlance } from '#web/app/queries.ts'
import type { Movement, TimetableMoves } from '#web/ui/timetable.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { ClashNote } from './clash-note.tsx'
import { findClash, type WantedTime } from './clash.ts'
import { instantAt } from './local-time.ts'
import { describeReason } from './reasons.ts'
import { readRefusal, type Refusal } from './refusal.ts'
import { joinWords } from './words.ts'
import { askedFor } from './timetable-blocks.ts'
import { withoutRoom, type Lane, type Shown } from './timetable-columns.ts'
import { changesOfTimetable } from './changes.ts'

const customaryStep = 15

/** Lets lessons that are still to come be moved; what stands in the way is said before the drop. */
export function useLessonMoves(shown: Shown, lanes: readonly Lane[], mayMove: boolean): TimetableMoves | undefined {
  const i18n = useI18n()
  const { t, formatDayAndTime } = i18n
  const show = useToast()
  const [moving, setMoving] = useState<Movement | null>(null)
  const [isDropped, setDropped] = useState(false)
  const [refusal, setRefusal] = useState<(Refusal & { title: string }) | null>(null)
  const move = useAction(moveLesson, { refresh: changesOfTimetable })
  const offerings = useGlance(listOfferings, { all: true }, mayMove)?.offerings
  const { data, now } = shown

  const lesson = moving ? data.lessons.find(({ id }) => id === moving.id) : undefined
  const wanted = moving && lesson ? wantedTime(shown, lanes, lesson, moving) : null
  const clash = wanted && findClash(data, wanted, now)
  const isClash = refusal !== null || (clash !== null && clash.reasons.length > 0)
  const explained = useGlance(
    explainTime,
    {
      offeringId: wanted?.lesson.offeringId ?? ('' as LessonBlock['offeringId']), // never asked without a lesson
      startsAt: wanted?.from ?? now,
      ...(wanted && { teacherId: wanted.teacherId as LessonBlock['teacherId'] }), // a column's id, taken from the answer
    },
    wanted !== null && isDropped && isClash && refusal === null,
  )

  if (!mayMove) return undefined

  function begin(to: Movement) {
    setRefusal(null)
    setDropped(false)
    setMoving(to)
  }

  function putBack() {
    setMoving(null)
    setRefusal(null)
    setDropped(false)
  }

  function send(from: LessonBlock, to: { startsAt: Temporal.Instant; teacherId: string; roomId: string | null }) {
    const input = (place: typeof to) => ({
      lessonId: from.id,
      startsAt: place.startsAt,
      teacherId: place.teacherId as LessonBlock['teacherId'], // ids of columns, taken from the answer
      ...(place.roomId !== null && { roomId: place.roomId as NonNullable<LessonBlock['roomId']> }),
    })
    const before = { startsAt: from.startsAt, teacherId: from.teacherId, roomId: from.roomId }
    move.run(input(to), {
      onSuccess: () => {
        putBack()
        show({
          message: t('scheduling.moved', { time: formatDayAndTime(to.startsAt) }),
          undo: { label: t('common.undo'), run: () => move.run(input(before)) },
        })
      },
      onError: (error) => {
        const refused = readRefusal(error)
        if (refused) setRefusal({ ...refused, title: error.message })
        else {
          putBack()
          show({ message: error.message })
        }
      },
    })
  }

  function drop() {
    if (!wanted || !lesson) return
    const isHome =
      wanted.from.equals(lesson.startsAt) && wanted.teacherId === lesson.teacherId && wanted.roomId === lesson.roomId
    if (isHome) putBack()
    else if (isClash) setDropped(true)
    else send(lesson, { startsAt: wanted.from, teacherId: wanted.teacherId, roomId: wanted.roomId })
  }

  function choose(slot: Slot) {
    if (!lesson || !wanted) return
    // The nearest times are those of any suitable room.
    const [anyone = wanted.teacherId] = slot.teacherIds
    const teacherId = slot.teacherIds.some((id) => id === wanted.teacherId) ? wanted.teacherId : anyone
    send(lesson, { startsAt: slot.startsAt, teacherId, roomId: null })
  }

  const reasons = refusal?.reasons ?? clash?.reasons ?? []
  const sentences = reasons.map((reason) => describeReason(i18n, reason))
  const place = wanted && placeWords(shown, wanted, i18n)
  return {
    step: offerings?.find(({ id }) => id === lesson?.offeringId)?.gridMinutes ?? customaryStep,
    canMove: (id) => {
      const wish = data.lessons.find((each) => each.id === id)
      return wish !== undefined && askedFor(shown, wish) === null && Temporal.Instant.compare(wish.startsAt, now) > 0
    },
    moving,
    onMove: begin,
    onDrop: drop,
    onCancel: putBack,
    hits: clash?.lessonIds ?? new Set(),
    isClash,
    isDropped,
    announcement: joinWords(i18n, [place, ...sentences]),
    ...(lesson &&
      isClash && {
        note: (
          <ClashNote
            sentences={sentences.length > 0 ? sentences : [refusal?.title ?? '']}
            day={wanted?.from.toZonedDateTimeISO(data.zone).toPlainDate()}
            nearest={refusal?.nearest ?? (isDropped ? explained?.nearest : undefined) ?? []}
            teacherName={(id) => data.teachers.find((teacher) => teacher.id === id)?.name ?? ''}
            wantedTeacherId={wanted?.teacherId ?? lesson.teacherId}
            pending={move.isPending}
            onChoose={choose}
            onPutBack={putBack}
            backTo={lesson.startsAt}
          />
        ),
      }),
  }
}

function wantedTime(shown: Shown, lanes: readonly Lane[], lesson: LessonBlock, moving: Movement): WantedTime | null {
  const { data, view, days } = shown
  const lane = lanes.find(({ id }) => id === moving.column)
  if (!lane) return null
  const from = instantAt(lane.day, moving.startMinute, data.zone)
  const to = from.add(lesson.startsAt.until(lesson.endsAt))
  const claimant = days.length === 1 ? lane.claimantId : null
  return {
    lesson,
    from,
    to,
    teacherId: view === 'teachers' && claimant !== null ? claimant : lesson.teacherId,
    roomId: view === 'rooms' && claimant !== null && claimant !== withoutRoom ? claimant : lesson.roomId,
  }
}

function placeWords({ data }: Shown, wanted: WantedTime, i18n: I18n): string {
  const room = data.rooms.find(({ id }) => id === wanted.roomId)?.name
  const teacher = data.teachers.find(({ id }) => id === wanted.teacherId)?.name
  return joinWords(i18n, [i18n.formatDayAndTime(wanted.from), room, teacher])
}
