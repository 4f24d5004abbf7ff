import type { I18n } from '#web/app/i18n.tsx'

/** Facts beside each other, with the language's own comma; what is missing is left out. */
export function joinWords({ t }: Pick<I18n, 't'>, facts: readonly (string | null | undefined | false)[]): string {
  return facts
    .filter((fact): fact is string => Boolean(fact))
    .reduce((joined, fact) => (joined === '' ? fact : t('scheduling.joined', { joined, fact })), '')
}
