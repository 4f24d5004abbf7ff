import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface PdfRequest {
  /** Absolute path of a Typst file that exports `page-of(data)`; it can read nothing outside its own folder. */
  template: string
  /** Anything JSON can carry. Texts in it are shown as they are, never read as markup. */
  data: unknown
  /** BCP 47, as in "ar-TN"; it decides hyphenation and direction. */
  lang: string
  title: string
  /** Written into the file as its date of creation, so that the same input gives the same bytes. */
  date: Temporal.PlainDate
  /** Pictures that the template draws by these names, as if they lay beside it. */
  pictures?: Readonly<Record<string, Uint8Array>>
}

/** What crosses to the process in `pdf-process.ts`, and what comes back. */
export interface PdfTask {
  id: number
  template: string
  input: string
  pictures: Readonly<Record<string, Uint8Array>>
}
export type PdfAnswer = { id: number; bytes: Uint8Array } | { id: number; failure: string }

export class PdfError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PdfError'
  }
}

// The compiler keeps about 0.5 MB for every document it has made, so its process is let go when idle and after a while.
const idleMilliseconds = 30_000
const longestMilliseconds = 30_000
const documentsPerProcess = 200

interface Waiting {
  resolve: (bytes: Uint8Array) => void
  reject: (error: PdfError) => void
  overdue: NodeJS.Timeout
}

interface Printer {
  child: ChildProcess
  waiting: Map<number, Waiting>
  made: number
  idle: NodeJS.Timeout | undefined
}

let current: Printer | undefined
let lastId = 0

/** A PDF/A-3b file; plain PDF only where a character is in none of our fonts. */
export function renderPdf({ template, data, lang, title, date, pictures = {} }: PdfRequest): Promise<Uint8Array> {
  const { language, region } = new Intl.Locale(lang)
  const input = toJson({
    title,
    data,
    lang: language,
    region: region ?? null,
    date: { year: date.year, month: date.month, day: date.day },
  })
  lastId += 1
  return send({ id: lastId, template, input, pictures })
}

/** Whether a document can show a picture: the printer tries it. */
export async function canPrint(picture: Uint8Array): Promise<boolean> {
  const template = fileURLToPath(new URL('./picture.typ', import.meta.url))
  const date = Temporal.PlainDate.from('2000-01-01')
  try {
    await renderPdf({ template, data: null, lang: 'en', title: 'Picture', date, pictures: { picture } })
    return true
  } catch (error) {
    if (error instanceof PdfError) return false
    throw error
  }
}

/** Ends the process now instead of after its idle time. */
export function closePdf(): void {
  if (current !== undefined) retire(current)
}

function send(task: PdfTask): Promise<Uint8Array> {
  const printer = current ?? openPrinter()
  current = printer
  clearTimeout(printer.idle)
  printer.made += 1
  if (printer.made >= documentsPerProcess) current = undefined
  return new Promise((resolve, reject) => {
    const overdue = setTimeout(() => printer.child.kill('SIGKILL'), longestMilliseconds)
    printer.waiting.set(task.id, { resolve, reject, overdue })
    printer.child.ref()
    printer.child.channel?.ref()
    printer.child.send(task, (error) => {
      if (error !== null) settle(printer, task.id)?.reject(new PdfError(error.message))
    })
  })
}

function openPrinter(): Printer {
  const child = fork(fileURLToPath(new URL('./pdf-process.ts', import.meta.url)), {
    serialization: 'advanced',
    execArgv: [],
    // The compiler would fetch packages that a template imports; ours import none, and a closed port keeps it so.
    env: { HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' },
  })
  const printer: Printer = { child, waiting: new Map(), made: 0, idle: undefined }
  child.on('message', (answer: PdfAnswer) => {
    const waiting = settle(printer, answer.id)
    if ('bytes' in answer) waiting?.resolve(answer.bytes)
    else waiting?.reject(new PdfError(answer.failure))
  })
  child.on('error', (error) => end(printer, error.message))
  child.on('exit', (code, signal) => end(printer, `The PDF process ended with ${signal ?? code}`))
  return printer
}

function settle(printer: Printer, id: number): Waiting | undefined {
  const waiting = printer.waiting.get(id)
  clearTimeout(waiting?.overdue)
  printer.waiting.delete(id)
  if (printer.waiting.size === 0) rest(printer)
  return waiting
}

function rest(printer: Printer): void {
  if (current !== printer) return retire(printer)
  printer.child.unref()
  printer.child.channel?.unref()
  printer.idle = setTimeout(() => retire(printer), idleMilliseconds).unref()
}

function retire(printer: Printer): void {
  if (current === printer) current = undefined
  clearTimeout(printer.idle)
  if (printer.child.connected) printer.child.disconnect()
}

function end(printer: Printer, reason: string): void {
  if (current === printer) current = undefined
  clearTimeout(printer.idle)
  for (const [id, waiting] of printer.waiting) {
    clearTimeout(waiting.overdue)
    printer.waiting.delete(id)
    waiting.reject(new PdfError(reason))
  }
}

/** Characters that no font draws and half surrogate pairs, which Typst refuses, become U+FFFD. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string'
      ? part.toWellFormed().replace(/[^\P{Cc}\n\t]|\p{Noncharacter_Code_Point}/gu, '\uFFFD')
      : part,
  )
}
