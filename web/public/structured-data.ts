import { minorUnitDigits } from '#platform/currencies.ts'
import { formatMinute } from './hours.ts'
import type { Offering, Organisation, SiteData } from './page-data.ts'

const types: Readonly<Record<Organisation['preset'], string>> = {
  'music-school': 'MusicSchool',
  'driving-school': 'EducationalOrganization',
  'tutoring-centre': 'EducationalOrganization',
  'academic-help': 'EducationalOrganization',
  marketplace: 'EducationalOrganization',
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** The organisation and its courses for search engines, in the words of schema.org. */
export function describeForSearch({ organisation, offerings }: SiteData, url: string): object {
  return {
    '@context': 'https://schema.org',
    '@type': types[organisation.preset],
    '@id': url,
    url,
    name: organisation.name,
    ...(organisation.description && { description: organisation.description }),
    ...(organisation.address && {
      address: {
        '@type': 'PostalAddress',
        streetAddress: organisation.address,
        addressCountry: organisation.country,
      },
    }),
    ...(organisation.phone && { telephone: organisation.phone }),
    ...(organisation.email && { email: organisation.email }),
    openingHoursSpecification: organisation.openingHours.map(({ weekday, fromMinute, toMinute }) => ({
      '@type': 'OpeningHoursSpecification',
      dayOfWeek: `https://schema.org/${weekdays[weekday - 1]}`,
      opens: formatMinute(fromMinute),
      closes: formatMinute(Math.min(toMinute, 1439)),
    })),
    hasOfferCatalog: {
      '@type': 'OfferCatalog',
      name: organisation.name,
      itemListElement: offerings.map((offering) => describeOffer(offering, organisation, url)),
    },
  }
}

function describeOffer(offering: Offering, organisation: Organisation, url: string): object {
  return {
    '@type': 'Offer',
    url: `${url}?offering=${offering.id}`,
    availability: 'https://schema.org/InStock',
    ...(offering.price && {
      price: decimalOf(offering.price.amount, minorUnitDigits(offering.price.currency)),
      priceCurrency: offering.price.currency,
    }),
    itemOffered: {
      '@type': 'Course',
      name: offering.title,
      description: offering.description || offering.title,
      provider: { '@id': url, '@type': types[organisation.preset], name: organisation.name },
      ...(offering.level && { educationalLevel: offering.level }),
      hasCourseInstance: {
        '@type': 'CourseInstance',
        courseMode: offering.format === 'online' ? 'Online' : 'Onsite',
        courseWorkload: `PT${offering.durationMinutes}M`,
      },
    },
  }
}

function decimalOf(amount: bigint, digits: number): string {
  const figures = amount.toString().padStart(digits + 1, '0')
  return digits === 0 ? figures : `${figures.slice(0, -digits)}.${figures.slice(-digits)}`
}
