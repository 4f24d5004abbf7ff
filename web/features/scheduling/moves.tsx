import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { listOfferings } from '#contract/catalogue'
import { moveLesson, moveLessons, type Reason, type Slot } from '#contract/scheduling'
import type { Input } from '#platform/contract.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useGlance } from '#web/app/queries.ts'
import { createLift, type Movement, type TimetableMoves, type Verdict } from '#web/ui/timetable.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfTimetable } from './changes.ts'
import { ClashNote } from './clash-note.tsx'
import { findClash, type ClashGround, type WantedTime } from './clash.ts'
import { describeReason } from './reasons.ts'
import { readRefusal, type Refusal } from './refusal.ts'
import { askFor } from './timetable-blocks.ts'
import type { Lane, Shown } from './timetable-columns.ts'
import { indexOf } from './timetable-data.ts'
import { useDone } from './undo.ts'
import { isAtHome, wantedTime } from './wanted-time.ts'
import { joinWords } from './words.ts'

type Move = Input<typeof moveLesson>

const customaryStep = 15

/** Lets lessons that are still to come be moved; what stands in the way is said before the drop. */
export function useLessonMoves(shown: Shown, lanes: readonly Lane[], mayMove: boolean): TimetableMoves | undefined {
  const i18n = useI18n()
  const { t, formatDayAndTime } = i18n
  const show = useToast()
  const done = useDone()
  const [lift] = useState(createLift)
  const one = useAction(moveLesson, { refresh: changesOfTimetable })
  const several = useAction(moveLessons, { refresh: changesOfTimetable })
  const offerings = useGlance(listOfferings, { all: true }, mayMove)?.offerings
  const rules = useMemo(() => new Map(offerings?.map((offering) => [offering.id, offering])), [offerings])
  const { data, bookings, now } = shown
  const index = indexOf(data)

  const movable = useMemo(() => {
    const isAsked = askFor({ bookings })
    return new Set<string>(
      data.lessons
        .filter((lesson) => Temporal.Instant.compare(lesson.startsAt, now) > 0 && isAsked(lesson) === null)
        .map(({ id }) => id),
    )
  }, [data, bookings, now])

  // What was sent stays where it was let go until the new timetable is there.
  const settle = useEffectEvent((_fresh: unknown) => {
    if (lift.get()?.phase === 'waiting' && !one.isPending && !several.isPending) lift.set(null)
  })
  useEffect(() => settle(data), [data])

  if (!mayMove) return undefined

  const wantedOf = (to: readonly Movement[]) =>
    to.flatMap((movement): WantedTime[] => {
      const lesson = index.lessons.get(movement.id)
      const wanted = lesson && wantedTime(shown, lanes, lesson, movement)
      return wanted ? [wanted] : []
    })

  function judge(to: readonly Movement[]): Verdict {
    const wanted = wantedOf(to)
    const ground = groundOf(to)
    const clashes = wanted.map((each) => findClash(ground, each))
    const reasons = clashes.flatMap((clash) => clash.reasons)
    const place = wanted[0] ? placeWords(wanted[0]) : ''
    const sentences = sentencesOf(reasons)
    return {
      isClash: reasons.length > 0,
      hits: new Set(clashes.flatMap(({ lessonIds }) => [...lessonIds])),
      announcement: joinWords(i18n, [place, ...sentences]),
      ...(reasons.length > 0 && wanted[0] && { note: note(wanted, { sentences, isDropped: false, nearest: null }) }),
    }
  }

  function sentencesOf(reasons: readonly Reason[]): string[] {
    return [...new Set(reasons.map((reason) => describeReason(i18n, reason)))]
  }

  function note(
    wanted: readonly WantedTime[],
    rest: { sentences: string[]; isDropped: boolean; nearest: Slot[] | null },
  ) {
    const [first] = wanted
    if (!first) return null
    return (
      <ClashNote
        {...rest}
        wanted={first}
        isAlone={wanted.length === 1}
        day={first.from.toZonedDateTimeISO(data.zone).toPlainDate()}
        nameOf={(id) => index.nameOf(id) ?? ''}
        onChoose={(slot) => choose(first, slot)}
        onPutBack={() => lift.set(null)}
      />
    )
  }

  function drop(to: readonly Movement[]) {
    const wanted = wantedOf(to)
    if (wanted.length < to.length || wanted.every(isAtHome)) return lift.set(null)
    const verdict = judge(to)
    if (verdict.isClash) {
      const ground = groundOf(to)
      const reasons = wanted.flatMap((each) => findClash(ground, each).reasons)
      const dropped = note(wanted, { sentences: sentencesOf(reasons), isDropped: true, nearest: null })
      return lift.set({ to, phase: 'dropped', ...verdict, note: dropped })
    }
    return send(to, wanted)
  }

  function groundOf(to: readonly Movement[]): ClashGround {
    return {
      data,
      now,
      moving: new Set(to.map(({ id }) => id)),
      buffersOf: ({ offeringId }) => rules.get(offeringId) ?? { bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
    }
  }

  function send(to: readonly Movement[], wanted: readonly WantedTime[]) {
    const [first] = wanted
    if (!first) return
    lift.set({ to, phase: 'waiting', isClash: false, hits: new Set(), announcement: placeWords(first) })
    const onError = (error: Error) => {
      const refused = readRefusal(error)
      if (refused) return refuse(to, wanted, { ...refused, title: error.message })
      lift.set(null)
      show({ message: error.message })
    }
    if (wanted.length === 1) {
      const message = t('scheduling.moved', { time: formatDayAndTime(first.from) })
      one.run(moveOf(first), { onSuccess: (answer) => done(message, answer), onError })
    } else {
      const message = t('scheduling.moved_many', { count: wanted.length })
      several.run({ moves: wanted.map(moveOf) }, { onSuccess: (answer) => done(message, answer), onError })
    }
  }

  function refuse(to: readonly Movement[], wanted: readonly WantedTime[], refusal: Refusal & { title: string }) {
    const sentences = refusal.reasons.length > 0 ? sentencesOf(refusal.reasons) : [refusal.title]
    lift.set({
      to,
      phase: 'dropped',
      isClash: true,
      hits: new Set(),
      announcement: joinWords(i18n, sentences),
      note: note(wanted, { sentences, isDropped: true, nearest: refusal.nearest }),
    })
  }

  function choose(wanted: WantedTime, slot: Slot) {
    // The nearest times are those of any suitable room.
    const [anyone = wanted.teacherId] = slot.teacherIds
    const teacherId = slot.teacherIds.some((id) => id === wanted.teacherId) ? wanted.teacherId : anyone
    lift.set(null)
    const message = t('scheduling.moved', { time: formatDayAndTime(slot.startsAt) })
    one.run(
      { lessonId: wanted.lesson.id, startsAt: slot.startsAt, teacherId: teacherId as NonNullable<Move['teacherId']> }, // from the answer
      { onSuccess: (answer) => done(message, answer), onError: (error) => show({ message: error.message }) },
    )
  }

  function placeWords(wanted: WantedTime): string {
    return joinWords(i18n, [
      i18n.formatDayAndTime(wanted.from),
      i18n.formatTime(wanted.to),
      wanted.roomId && index.nameOf(wanted.roomId),
      index.nameOf(wanted.teacherId),
    ])
  }

  return {
    lift,
    canMove: (id) => movable.has(id),
    stepOf: (id) =>
      Math.min(rules.get(index.lessons.get(id)?.offeringId ?? ('' as never))?.gridMinutes ?? customaryStep, 15),
    judge,
    onDrop: drop,
  }
}

/** Only what changes is said, so that the server may find another room where the old one is not asked for. */
function moveOf({ lesson, from, to, teacherId, roomId, resourceIds }: WantedTime): Move {
  const minutes = Math.round(from.until(to).total('minutes'))
  const length = Math.round(lesson.startsAt.until(lesson.endsAt).total('minutes'))
  const isSameThings = resourceIds.join() === lesson.resourceIds.join()
  return {
    lessonId: lesson.id,
    startsAt: from,
    teacherId: teacherId as NonNullable<Move['teacherId']>, // ids of columns, taken from the answer
    ...(minutes !== length && { durationMinutes: minutes }),
    ...(roomId !== null && { roomId: roomId as NonNullable<Move['roomId']> }),
    ...(!isSameThings && { resourceIds: resourceIds as NonNullable<Move['resourceIds']> }),
  }
}
