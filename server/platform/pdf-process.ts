import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeCompiler, type NodeTypstDocument, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler'
import type { PdfAnswer, PdfTask } from './pdf.ts'

const fontFolder = fileURLToPath(new URL('./fonts', import.meta.url))

/*
 * The first family that has a character draws it. The list is closed, because the compiler always offers the fonts of
 * the machine as well and the same invoice has to come out the same on every machine.
 */
const families = [
  'Instrument Sans',
  'Vazirmatn',
  'Noto Sans',
  ...'Armenian Bengali Devanagari Ethiopic Georgian Gujarati Gurmukhi Hebrew Javanese Kannada Khmer Lao'
    .concat(' Malayalam Myanmar Sinhala Tamil Telugu Thai')
    .split(' ')
    .map((script) => `Noto Sans ${script}`),
  'Droid Sans Fallback',
  'NanumGothicCoding',
  'Noto Emoji',
  'Noto Sans Symbols',
  'Noto Sans Symbols2',
]

// What people wrote reaches the document as data only; the one text that is compiled is this and the template.
const main = (template: string): string => `
#import ${JSON.stringify(`/${template}`)}: page-of
#let input = json(bytes(sys.inputs.input))
#set document(title: input.title, date: datetime(..input.date))
#set text(lang: input.lang, region: input.region, font: ${JSON.stringify(families).replace('[', '(').replace(']', ')')}, fallback: false)
#page-of(input.data)
`

const compilers = new Map<string, NodeCompiler>()

function compilerFor(folder: string): NodeCompiler {
  const known = compilers.get(folder)
  if (known !== undefined) return known
  const compiler = NodeCompiler.create({ workspace: folder, fontArgs: [{ fontPaths: [fontFolder] }] })
  compilers.set(folder, compiler)
  return compiler
}

function render(task: PdfTask): Uint8Array {
  const folder = dirname(task.template)
  const compiler = compilerFor(folder)
  const pictures = Object.entries(task.pictures).map(([name, bytes]) => [join(folder, name), bytes] as const)
  for (const [path, bytes] of pictures) compiler.mapShadow(path, Buffer.from(bytes))
  try {
    return compile(compiler, task)
  } finally {
    for (const [path] of pictures) compiler.unmapShadow(path)
  }
}

function compile(compiler: NodeCompiler, { template, input }: PdfTask): Uint8Array {
  const result = compiler.compile({ mainFileContent: main(basename(template)), inputs: { input }, resetRead: true })
  const document = result.result
  if (document === null) throw new Error(JSON.stringify(result.takeError()?.shortDiagnostics))
  const bytes = exportPdf(compiler, document)
  compiler.evictCache(0)
  return bytes
}

/** PDF/A-3b; where a character is in no font, which PDF/A forbids, the same pages as plain PDF with a box in its place. */
function exportPdf(compiler: NodeCompiler, document: NodeTypstDocument): Uint8Array {
  try {
    return compiler.pdf(document, { pdfStandard: PdfStandard.A_3b })
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('could not be displayed with font'))) throw error
    return compiler.pdf(document, {})
  }
}

process.on('disconnect', () => process.exit(0))
process.on('message', (task: PdfTask) => {
  process.send?.(answer(task))
})

function answer(task: PdfTask): PdfAnswer {
  try {
    return { id: task.id, bytes: render(task) }
  } catch (error) {
    return { id: task.id, failure: error instanceof Error ? error.message : String(error) }
  }
}
