/** The characters that can be copied from a PDF of ours, through the ToUnicode tables of its fonts; in no order. */
export function readPdfCharacters(bytes: Uint8Array): Set<string> {
  const source = Buffer.from(bytes).toString('latin1')
  const tables = [...source.matchAll(/begincmap([\s\S]*?)endcmap/g)].map((match) => match[1] ?? '')
  const targets = tables.flatMap((table) => [...table.matchAll(/^<[0-9A-F]+> <([0-9A-F]+)>$/gim)])
  return new Set(targets.flatMap(([, hex = '']) => Array.from(Buffer.from(hex, 'hex').swap16().toString('utf16le'))))
}

export function countPdfPages(bytes: Uint8Array): number {
  return [
    ...Buffer.from(bytes)
      .toString('latin1')
      .matchAll(/\/Type \/Page\b/g),
  ].length
}

/** Whether the file says of itself that it is PDF/A-3b. */
export function isArchivalPdf(bytes: Uint8Array): boolean {
  const source = Buffer.from(bytes).toString('latin1')
  return (
    source.includes('<pdfaid:part>3</pdfaid:part>') && source.includes('<pdfaid:conformance>B</pdfaid:conformance>')
  )
}
