import { paths } from '#web/paths.ts'

const pages: Readonly<Record<string, (organisation: string, id: string) => string>> = {
  person: paths.person,
  family: paths.family,
  offering: paths.offering,
  resource: paths.room,
  lesson: paths.lesson,
  series: paths.series,
  booking: paths.request,
  invoice: paths.invoice,
  import_run: paths.import,
  organisation: paths.settings,
  policy: paths.settings,
  closure: paths.settings,
  group: paths.group,
  membership: paths.members,
  mail: (organisation, id) => `${paths.outbox(organisation)}?mail=${id}`,
}

/** The page of what an event is about, or null when it has none. */
export function subjectPath(organisation: string, kind: string, id: string): string | null {
  return pages[kind]?.(organisation, id) ?? null
}
