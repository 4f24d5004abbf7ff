import { useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { z } from 'zod'
import { changeResource, createResource, listResources, type Resource } from '#contract/resources'
import { MissingScreen } from '#web/app/errors.tsx'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Page, PageHeading } from '#web/ui/layout.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { RoomForm } from './room-form.tsx'

const AvailabilityPanel = lazy(async () => {
  const { AvailabilityPanel } = await import('#web/features/teaching/availability-panel.tsx')
  return { default: AvailabilityPanel }
})

const ResourceFeed = lazy(async () => {
  const { ResourceFeed } = await import('#web/features/calendars/resource-feed.tsx')
  return { default: ResourceFeed }
})

type AnyResource = z.output<typeof Resource>

export function NewRoomPage() {
  const { t } = useI18n()
  const { slug } = useMember()
  const navigate = useNavigate()
  const create = useAction(createResource, { refresh: [listResources] })
  return (
    <Page width="narrow">
      <PageHeading
        title={t('resources.add')}
        above={<TextLink href={paths.rooms(slug)}>{t('shell.rooms')}</TextLink>}
      />
      <RoomForm
        error={create.error}
        pending={create.isPending}
        submitLabel={t('resources.add')}
        onSubmit={(input) =>
          create.run(input, { onSuccess: (resource) => void navigate({ href: paths.room(slug, resource.id) }) })
        }
      />
    </Page>
  )
}

export function RoomPage() {
  const { resourceId }: { resourceId?: string } = useParams({ strict: false })
  const { resources } = useRead(listResources, {})
  const resource = resources.find(({ id }) => id === resourceId)
  return resource ? <EditRoom resource={resource} /> : <MissingScreen />
}

function EditRoom({ resource }: { resource: AnyResource }) {
  const { t } = useI18n()
  const { slug } = useMember()
  const show = useToast()
  const change = useAction(changeResource, { refresh: 'everything' })
  return (
    <Page width="narrow">
      <PageHeading
        title={resource.name}
        above={<TextLink href={paths.rooms(slug)}>{t('shell.rooms')}</TextLink>}
        detail={resource.locationName}
      />
      <RoomForm
        resource={resource}
        error={change.error}
        pending={change.isPending}
        submitLabel={t('common.save')}
        onSubmit={({ kind: _kind, ...fields }) =>
          change.run(
            { resourceId: resource.id, ...fields },
            { onSuccess: () => show({ message: t('resources.saved') }) },
          )
        }
      />
      <Suspense fallback={<Skeleton label={t('common.loading')} rows={4} />}>
        <AvailabilityPanel claimantKind="resource" claimantId={resource.id} />
        <ResourceFeed resourceId={resource.id} />
      </Suspense>
    </Page>
  )
}
