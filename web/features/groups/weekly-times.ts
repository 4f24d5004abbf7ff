import type { WeeklyTime } from '#contract/groups'
import { useI18n } from '#web/app/i18n.tsx'
import { clockOfMinute } from '#web/features/scheduling/local-time.ts'
import { useWeekdays } from '#web/features/people/weekdays.ts'

/** "Wednesday 16:00 and Friday 15:00" */
export function useWeeklyTimes() {
  const { t, formatList } = useI18n()
  const days = useWeekdays()
  return (times: readonly WeeklyTime[]) =>
    formatList(
      times.map(({ weekday, fromMinute }) =>
        t('groups.weekly_time', { day: days[weekday - 1]!.long, time: clockOfMinute(fromMinute) }),
      ),
    )
}
