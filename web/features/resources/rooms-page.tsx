import { useState } from 'react'
import type { z } from 'zod'
import { listResources, type Location, type Resource } from '#contract/resources'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Inline, Page, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Text } from '#web/ui/text.tsx'
import { LocationDialog } from './location-dialog.tsx'
import { WaysForm } from './ways-form.tsx'

type Place = z.output<typeof Location>

/** Rooms and whatever else a lesson can need, by location. */
export function RoomsPage() {
  const { t } = useI18n()
  const { slug, can } = useMember()
  const { locations, ways, resources } = useRead(listResources, {})
  const [changed, setChanged] = useState<Place | 'new' | null>(null)
  const mayChange = can('resources.manage')
  const add = mayChange && (
    <ButtonLink href={paths.newRoom(slug)} variant="primary" icon="plus">
      {t('resources.add')}
    </ButtonLink>
  )
  return (
    <Page>
      <PageHeading title={t('shell.rooms')} actions={add} />
      {resources.length === 0 && (
        <EmptyState title={t('resources.none')} action={add}>
          {t('resources.none_detail')}
        </EmptyState>
      )}
      {locations.map((location) => {
        const here = resources.filter(({ locationId }) => locationId === location.id)
        return (
          <Section
            key={location.id}
            title={location.name}
            count={here.length}
            action={
              mayChange && (
                <Button
                  variant="quiet"
                  icon="edit"
                  aria-label={t('resources.change_named', { name: location.name })}
                  onClick={() => setChanged(location)}
                >
                  {t('resources.change')}
                </Button>
              )
            }
          >
            <Stack>
              <Text tone="soft">
                {[location.isOnline && t('resources.online'), location.address, location.zone]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
              {here.length > 0 && (
                <List label={location.name}>
                  {here.map((resource) => (
                    <ResourceRow key={resource.id} resource={resource} />
                  ))}
                </List>
              )}
            </Stack>
          </Section>
        )
      })}
      {mayChange && (
        <Inline>
          <Button icon="plus" onClick={() => setChanged('new')}>
            {t('resources.add_location')}
          </Button>
        </Inline>
      )}
      {mayChange && <WaysForm locations={locations} ways={ways} />}
      <LocationDialog
        open={changed !== null}
        onClose={() => setChanged(null)}
        location={changed === 'new' || changed === null ? undefined : changed}
      />
    </Page>
  )
}

function ResourceRow({ resource }: { resource: z.output<typeof Resource> }) {
  const { t, formatList } = useI18n()
  const { slug, organisation } = useMember()
  const expired = resource.papers.find(
    ({ expiresOn }) => Temporal.PlainDate.compare(expiresOn, Temporal.Now.plainDateISO(organisation.zone)) < 0,
  )
  const facts = [
    resource.kind !== 'room' && t(`resources.kind_${resource.kind}`),
    resource.capacity !== null && t('resources.for_people', { count: resource.capacity }),
    formatList(resource.features),
  ].filter(Boolean)
  return (
    <ListRow
      mark={<Icon name={resource.kind === 'room' ? 'door' : 'any'} />}
      title={resource.name}
      detail={facts.join(' · ')}
      end={
        <>
          {expired && <Badge tone="danger">{t('resources.paper_expired', { name: expired.name })}</Badge>}
          {!resource.isActive && <Badge tone="warn">{t('resources.out_of_use')}</Badge>}
        </>
      }
      href={paths.room(slug, resource.id)}
    />
  )
}
