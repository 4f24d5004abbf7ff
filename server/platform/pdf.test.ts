import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { countPdfPages, isArchivalPdf, readPdfCharacters } from '#testing/pdf-text.ts'
import { PdfError, closePdf, renderPdf } from './pdf.ts'

const folder = await mkdtemp(join(tmpdir(), 'lessonry-pdf-'))

after(async () => {
  closePdf()
  await rm(folder, { recursive: true })
})

/** Templates lie in a folder of their own, with something beside it that they must not reach. */
async function write(name: string, body: string): Promise<string> {
  const path = join(folder, 'templates', name)
  await mkdir(join(folder, 'templates'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(path, `#let page-of(data) = ${body}`)
  return path
}

const words = await write('words.typ', '{ for line in data { block(line) } }')

function print(data: unknown, { template = words, title = 'Words' } = {}): Promise<Uint8Array> {
  return renderPdf({ template, data, lang: 'en', title, date: Temporal.PlainDate.from('2026-11-20') })
}

function assertShown(bytes: Uint8Array, text: string): void {
  const shown = readPdfCharacters(bytes)
  for (const character of text.replace(/\s/g, '')) assert.ok(shown.has(character), `${character} of ${text}`)
}

test('the same input gives the same bytes, also from another process', async () => {
  const first = await print(['Sofia Wijaya'])
  assert.equal(Buffer.from(first.slice(0, 5)).toString(), '%PDF-')
  assert.deepEqual(await print(['Sofia Wijaya']), first)
  closePdf()
  assert.deepEqual(await print(['Sofia Wijaya']), first)
  assert.notDeepEqual(await print(['Sofia Wijaja']), first)
})

test('documents asked for at once each come back to who asked', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `Student ${index}`)
  const together = await Promise.all(names.map((name) => print([name])))
  for (const [index, name] of names.entries()) assert.deepEqual(together[index], await print([name]))
})

test('what people wrote is shown as they wrote it', async () => {
  const texts = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0": *',
    '#{ panic() } #sys.inputs',
    '*bold* _it_ $x^2$ `raw` ~ @ref <label> = - + / //',
    '<script>alert(1)</script> &amp;',
    String.raw`C:\new \u{41} \" ' " \\`,
    '"); #panic("',
  ]
  for (const text of texts) assertShown(await print([text]), text)
  assertShown(await print(['x'], { title: texts.join('"') }), 'x')
})

test('names are shown in every script that we have a font for, as PDF/A', async () => {
  const names = [
    'Żaneta Đặng Ġużeppi Œdipe ẞ ½ € ₺ ₹',
    'Ελένη Анастасія',
    'Հայկ ნინო אברהם',
    '山田太郎 王小明 김민준',
    '♪ ♭ ♯ ★ ✓ → 😀',
  ]
  for (const name of names) {
    const bytes = await print([name])
    assertShown(bytes, name)
    assert.ok(isArchivalPdf(bytes), name)
  }
  const shaped = ['ياسمين', 'अनुष्का', 'অনন্যা', 'தமிழ்', 'สมชาย', 'ខ្មែរ', 'မြန်မာ', 'አበበ', 'ꦗꦮ', 'ಕನ್ನಡ', 'ລາວ', 'සිංහල']
  assert.ok(isArchivalPdf(await print(shaped)))
})

test('a character without a font, a control character or half a character does not stop a document', async () => {
  const bytes = await print(['Sofia \u{13000}'])
  assert.equal(isArchivalPdf(bytes), false)
  assertShown(bytes, 'Sofia')
  const cleaned = await print(['a\u0000b\u0007c\uD800d\uFFFEe\nf\tg'])
  assertShown(cleaned, 'abc\uFFFDdefg')
  assert.ok(isArchivalPdf(cleaned))
})

test('a template reads nothing outside its folder, nothing from the network, and its faults are named', async () => {
  const faults = {
    'absolute.typ': 'read("/etc/passwd")',
    'above.typ': 'read("../secret.txt")',
    'package.typ': '{ import "@preview/cetz:0.3.0": canvas }',
    'fault.typ': 'panic("no such lesson")',
  }
  for (const [name, body] of Object.entries(faults)) {
    const template = await write(name, body)
    await assert.rejects(print([], { template }), PdfError, name)
  }
  await assert.rejects(print([], { template: join(folder, 'templates', 'missing.typ') }), PdfError)
  assertShown(await print(['still works']), 'still works')
})

test('pages are as many as the text needs', async () => {
  assert.equal(countPdfPages(await print(['one'])), 1)
  assert.equal(countPdfPages(await print(Array.from({ length: 60 }, () => 'line'))), 2)
})
