import { resolve } from 'node:path'
import { z } from 'zod'

const switchValue = z
  .enum(['on', 'off', 'true', 'false', '1', '0'])
  .transform((value) => value === 'on' || value === 'true' || value === '1')

const environment = z.object({
  /** Port the server listens on. */
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Address the server listens on; 0.0.0.0 for every network of the machine. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Folder for the embedded database and uploaded files. */
  DATA_DIR: z.string().min(1).default('data'),
  /** A PostgreSQL of your own (15 or later) instead of the embedded one. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Address under which people reach this install; links in mails begin with it. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Whether the demonstration school is made on the first start. */
  DEMO: switchValue.default(true),
  /** Password of the demonstration logins. */
  DEMO_PASSWORD: z.string().min(8).max(200).default('lessonry-demo'),
  /** smtp:// or smtps:// address of a mail server; without one every mail stays in the outbox. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Sender of mails. */
  MAIL_FROM: z.string().min(3).default('Lessonry <no-reply@localhost>'),
  /** How much is written to the log. */
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn'),
  /** Number of trusted reverse proxies in front of the server. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  /** For tests only: calendars of this very machine can be added, without https and on any port. */
  FETCH_LOOPBACK: switchValue.default(false),
})

export interface Config {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly publicUrl: string
  readonly isDemonstration: boolean
  readonly demonstrationPassword: string
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  readonly trustedProxies: number
  readonly fetchesLoopback: boolean
}

let joinedAddress: string | undefined

/** From now on links begin with the address of the server that runs already, unless the settings name one. */
export function joinAddress(url: string): void {
  joinedAddress = url
}

/** Reads the settings once; an unusable one stops the start with a sentence that names it. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')))
  if (!parsed.success) {
    const reasons = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`These settings cannot be used:\n  ${reasons.join('\n  ')}`)
  }
  const settings = parsed.data
  const shownHost = settings.HOST === '0.0.0.0' || settings.HOST === '::' ? '127.0.0.1' : settings.HOST
  return Object.freeze({
    port: settings.PORT,
    host: settings.HOST,
    dataDir: resolve(settings.DATA_DIR),
    databaseUrl: settings.DATABASE_URL,
    publicUrl: (settings.PUBLIC_URL ?? joinedAddress ?? `http://${shownHost}:${settings.PORT}`).replace(/\/+$/, ''),
    isDemonstration: settings.DEMO,
    demonstrationPassword: settings.DEMO_PASSWORD,
    smtpUrl: settings.SMTP_URL,
    mailFrom: settings.MAIL_FROM,
    logLevel: settings.LOG_LEVEL,
    trustedProxies: settings.TRUSTED_PROXIES,
    fetchesLoopback: settings.FETCH_LOOPBACK,
  })
}
