import { Outlet, useLocation } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import { I18nProvider, useI18n } from '#web/app/i18n.tsx'
import { BottomBar, Brand, OfficeFrame, PersonalFrame, Sidebar, TopNavigation } from '#web/ui/frame.tsx'
import { Inline } from '#web/ui/layout.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { ToastProvider } from '#web/ui/toast.tsx'
import { paths } from '#web/paths.ts'
import { AccountMenu } from './account-menu.tsx'
import { useCounts } from './counts.ts'
import { Finder, FinderButton } from './finder.tsx'
import { readLocale } from './locale.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { useLive } from './live.ts'
import { logoAddress } from './public-pictures.ts'
import { placesFor, type Place } from './navigation.ts'
import { NotificationsLink } from './notifications-link.tsx'
import { frameFor, useMember, type Member } from './session.ts'

/** The frame around every screen of a member, in the school's colour and on the school's clock. */
export function Shell() {
  const member = useMember()
  useLive(member.slug)
  useAccent(member)
  return (
    <I18nProvider locale={readLocale()} zone={member.organisation.zone}>
      <Toasts>
        <Framed member={member} />
      </Toasts>
    </I18nProvider>
  )
}

function Toasts({ children }: { children: React.ReactNode }) {
  const { t } = useI18n()
  return (
    <ToastProvider label={t('common.notifications')} closeLabel={t('common.close')}>
      {children}
    </ToastProvider>
  )
}

function Framed({ member }: { member: Member }) {
  const { t } = useI18n()
  const [isFinding, setFinding] = useState(false)
  const { pathname } = useLocation()
  const frame = frameFor(member.roles)
  const places = placesFor(frame, member.can)
  const counts = useCounts(member)
  const link = (place: Place) => {
    const href = place.href(member.slug)
    return {
      href,
      label: t(place.label),
      icon: place.icon,
      count: place.counts && counts[place.counts],
      current: pathname === href || pathname.startsWith(`${href}/`),
    }
  }
  const links = places.map(link)
  const more: Place = { label: 'shell.more', icon: 'menu', href: paths.more }
  const phonePlaces = places.filter((place) => place.onPhone)
  const phoneLinks = (frame === 'office' ? [...phonePlaces, more] : phonePlaces).map(link)
  const brand = <Brand name={member.organisation.name} logo={logoAddress(member.organisation)} />
  const bottomBar = <BottomBar label={t('shell.navigation')} links={phoneLinks} />
  const end = (
    <Inline>
      {frame !== 'office' && <FinderButton onOpen={() => setFinding(true)} compact />}
      <NotificationsLink />
      <AccountMenu member={member} compact={frame !== 'office'} />
    </Inline>
  )
  const screen = (
    <Suspense fallback={<Skeleton label={t('common.loading')} rows={6} />}>
      <Outlet />
    </Suspense>
  )
  const finder = (
    <>
      <Finder member={member} places={places} open={isFinding} onOpen={setFinding} />
      <KeysDialog />
    </>
  )

  if (frame === 'office') {
    const top = (
      <>
        {brand}
        <FinderButton onOpen={() => setFinding(true)} />
      </>
    )
    return (
      <>
        <OfficeFrame
          skipLabel={t('common.skip_to_content')}
          sidebar={<Sidebar label={t('shell.navigation')} links={links} top={top} bottom={end} />}
          bottomBar={bottomBar}
        >
          {screen}
        </OfficeFrame>
        {finder}
      </>
    )
  }
  return (
    <>
      <PersonalFrame
        skipLabel={t('common.skip_to_content')}
        top={<TopNavigation label={t('shell.navigation')} brand={brand} links={links} end={end} />}
        bottomBar={bottomBar}
      >
        {screen}
      </PersonalFrame>
      {finder}
    </>
  )
}

// The school gives hue and chroma; lightness stays the system's, so every text keeps its contrast.
function useAccent({ organisation }: Member): void {
  const { accentHue, accentChroma } = organisation
  useEffect(() => {
    const { style } = document.documentElement
    style.setProperty('--accent-h', String(accentHue))
    style.setProperty('--accent-c', String(accentChroma / 1000))
    return () => {
      style.removeProperty('--accent-h')
      style.removeProperty('--accent-c')
    }
  }, [accentHue, accentChroma])
}
