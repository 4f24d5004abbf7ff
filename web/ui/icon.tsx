import {
  IconAlertTriangle,
  IconArrowsExchange,
  IconBell,
  IconBook2,
  IconBuildingBank,
  IconCalendar,
  IconCash,
  IconChartBar,
  IconCheck,
  IconChevronDown,
  IconChevronLeft,
  IconChevronRight,
  IconChevronUp,
  IconCircleX,
  IconClock,
  IconCopy,
  IconDoor,
  IconDots,
  IconDownload,
  IconEye,
  IconFileText,
  IconFileUpload,
  IconFilter,
  IconHome,
  IconInbox,
  IconInfoCircle,
  IconLanguage,
  IconLock,
  IconLogout,
  IconMail,
  IconMapPin,
  IconMenu2,
  IconMessage,
  IconMoon,
  IconMusic,
  IconPencil,
  IconPhone,
  IconPlus,
  IconPrinter,
  IconReceipt,
  IconRefresh,
  IconSearch,
  IconSettings,
  IconStar,
  IconSun,
  IconTrash,
  IconUser,
  IconUsers,
  IconUsersGroup,
  IconVideo,
  IconX,
} from '@tabler/icons-react'
import { joinClasses } from './classes.ts'
import './icon.css'

const icons = {
  alert: IconAlertTriangle,
  any: IconArrowsExchange,
  back: IconChevronLeft,
  bank: IconBuildingBank,
  bell: IconBell,
  book: IconBook2,
  calendar: IconCalendar,
  cash: IconCash,
  chart: IconChartBar,
  check: IconCheck,
  clock: IconClock,
  close: IconX,
  copy: IconCopy,
  door: IconDoor,
  down: IconChevronDown,
  download: IconDownload,
  edit: IconPencil,
  eye: IconEye,
  file: IconFileText,
  filter: IconFilter,
  forward: IconChevronRight,
  group: IconUsersGroup,
  home: IconHome,
  inbox: IconInbox,
  info: IconInfoCircle,
  language: IconLanguage,
  lock: IconLock,
  logout: IconLogout,
  mail: IconMail,
  menu: IconMenu2,
  message: IconMessage,
  moon: IconMoon,
  more: IconDots,
  music: IconMusic,
  people: IconUsers,
  person: IconUser,
  phone: IconPhone,
  place: IconMapPin,
  plus: IconPlus,
  print: IconPrinter,
  receipt: IconReceipt,
  refresh: IconRefresh,
  refuse: IconCircleX,
  search: IconSearch,
  settings: IconSettings,
  star: IconStar,
  sun: IconSun,
  trash: IconTrash,
  up: IconChevronUp,
  upload: IconFileUpload,
  video: IconVideo,
}

export type IconName = keyof typeof icons

const turning = new Set<IconName>(['back', 'forward', 'logout'])

interface IconProps {
  name: IconName
  size?: 12 | 16 | 20 | 24
}

/** Decoration: what it stands for is always said in words beside it or in the label of its button. */
export function Icon({ name, size = 20 }: IconProps) {
  const Drawing = icons[name]
  return (
    <Drawing
      aria-hidden="true"
      className={joinClasses('icon', turning.has(name) && 'icon-turn')}
      size={size}
      stroke={size === 12 ? 2 : 1.5}
    />
  )
}
