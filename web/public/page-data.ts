import type { BookingData, PageData, SiteData } from './page-schema.ts'

export type { BookingData, PageData, SiteData }

export type Organisation = SiteData['organisation']
export type Offering = SiteData['offerings'][number]
export type Teacher = SiteData['teachers'][number]
export type Day = NonNullable<SiteData['slots']>['days'][number]
export type Slot = Day['slots'][number]

/** The key of "any teacher" beside the ids of teachers. */
export const anyTeacher = 'any'

export const dataElementId = 'page-data'
