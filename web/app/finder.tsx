import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { listInvoices } from '#contract/billing'
import { listPeople } from '#contract/people'
import { paths } from '#web/paths.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { Button } from '#web/ui/button.tsx'
import { CommandPalette, type Command } from '#web/ui/command-palette.tsx'
import { IconButton } from '#web/ui/icon-button.tsx'
import { Key } from '#web/ui/key.tsx'
import { call } from './api.ts'
import { useI18n } from './i18n.tsx'
import { usePhotos } from './photo.ts'
import type { Place } from './navigation.ts'
import type { Member } from './session.ts'

interface FinderProps {
  member: Member
  places: readonly Place[]
  open: boolean
  onOpen: (open: boolean) => void
}

/** Finds any person, invoice or screen from anywhere (Ctrl K). */
export function Finder({ member, places, open, onOpen }: FinderProps) {
  const { t, locale } = useI18n()
  const navigate = useNavigate()
  const photoOf = usePhotos()
  const { slug } = member

  const search = useCallback(
    async (text: string, signal: AbortSignal): Promise<readonly Command[]> => {
      const go = (href: string) => () => {
        onOpen(false)
        void navigate({ href })
      }
      const wanted = text.trim().toLocaleLowerCase(locale)
      const screens = places
        .map((place): Command => ({
          id: place.label,
          group: t('shell.screens'),
          label: t(place.label),
          onChoose: go(place.href(slug)),
        }))
        .filter(({ label }) => label.toLocaleLowerCase(locale).includes(wanted))
      if (wanted.length < 2) return screens

      const options = { organisation: slug, locale, signal }
      const [people, invoices] = await Promise.all([
        member.can('people.read') ? call(listPeople, { search: text, limit: 6 }, options) : { rows: [] },
        member.can('billing.manage') ? call(listInvoices, { search: text, limit: 4 }, options) : { rows: [] },
      ])
      return [
        ...people.rows.map((person): Command => ({
          id: person.id,
          group: t('shell.people'),
          label: person.fullName,
          detail: person.email ?? person.waNumber ?? '',
          mark: <Avatar name={person.fullName} id={person.id} photo={photoOf(person)} />,
          onChoose: go(paths.person(slug, person.id)),
        })),
        ...invoices.rows.map((invoice): Command => ({
          id: invoice.id,
          group: t('shell.invoices'),
          label: invoice.number ?? t('shell.draft'),
          detail: invoice.familyName,
          onChoose: go(paths.invoice(slug, invoice.id)),
        })),
        ...screens,
      ]
    },
    [places, slug, locale, t, navigate, onOpen, member, photoOf],
  )

  const show = useCallback(() => onOpen(true), [onOpen])
  const hide = useCallback(() => onOpen(false), [onOpen])
  return (
    <CommandPalette
      open={open}
      onOpen={show}
      onClose={hide}
      label={t('shell.find')}
      empty={t('shell.found_nothing')}
      search={search}
    />
  )
}

export function FinderButton({ onOpen, compact = false }: { onOpen: () => void; compact?: boolean }) {
  const { t } = useI18n()
  if (compact) return <IconButton icon="search" label={t('shell.find')} onClick={onOpen} />
  return (
    <Button icon="search" wide onClick={onOpen}>
      {t('shell.find')} <Key>Ctrl K</Key>
    </Button>
  )
}
