import { pino, type Logger } from 'pino'
import type { Config } from './config.ts'

/** Structured log on standard error; standard output belongs to the commands. Secrets and people's data are never written. */
export function openLog(config: Pick<Config, 'logLevel'>): Logger {
  return pino(
    {
      level: config.logLevel,
      base: null,
      redact: { paths: ['req.headers.cookie', 'req.headers.authorization', '*.password', '*.token'], remove: true },
    },
    pino.destination({ dest: 2, sync: false }),
  )
}
