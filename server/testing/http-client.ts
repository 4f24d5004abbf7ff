import { connect, type Socket } from 'node:net'

export interface HttpRequest {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface HttpAnswer {
  readonly status: number
  readonly body: Buffer
}

let visitors = 0

// Each comes from another address behind one proxy, so that the guard against floods counts and does not stop them.
function encode({ method = 'GET', path, headers = {}, body }: HttpRequest): string {
  const visitor = ++visitors % 2 ** 24
  const address = `10.${visitor >> 16}.${(visitor >> 8) & 255}.${visitor & 255}`
  const lines = Object.entries({ host: 'lessonry.test', 'x-forwarded-for': address, ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  if (body !== undefined) lines.push('content-type: application/json', `content-length: ${Buffer.byteLength(body)}`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body ?? ''}`
}

/** One kept connection, and as little of an HTTP client as will do: it shares the processor with the server that it presses. */
export class HttpConnection {
  readonly #socket: Socket
  #chunks: Buffer[] = []
  #received = 0
  #expected = -1
  #bodyStart = 0
  #status = 0
  #waiting: PromiseWithResolvers<HttpAnswer> | null = null

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#read(chunk))
    socket.on('error', (error) => this.#waiting?.reject(error))
    socket.on('close', () => this.#waiting?.reject(new Error('The server closed the connection.')))
  }

  static async open(port: number): Promise<HttpConnection> {
    const socket = connect(port, '127.0.0.1')
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    return new HttpConnection(socket)
  }

  send(request: HttpRequest): Promise<HttpAnswer> {
    this.#chunks = []
    this.#received = 0
    this.#expected = -1
    this.#waiting = Promise.withResolvers<HttpAnswer>()
    this.#socket.write(encode(request))
    return this.#waiting.promise
  }

  close(): void {
    this.#waiting = null
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#received += chunk.length
    if (this.#expected < 0) this.#readHead()
    if (this.#expected < 0 || this.#received < this.#expected) return
    const { resolve } = this.#waiting!
    this.#waiting = null
    resolve({ status: this.#status, body: Buffer.concat(this.#chunks).subarray(this.#bodyStart) })
  }

  #readHead(): void {
    const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    const end = all.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = all.toString('latin1', 0, end)
    const length = /\r\ncontent-length: (\d+)/i.exec(head)
    if (!length) throw new Error(`An answer without a length:\n${head}`)
    this.#status = Number(head.slice(9, 12))
    this.#bodyStart = end + 4
    this.#expected = this.#bodyStart + Number(length[1])
  }
}

/** One request on a connection of its own. */
export async function sendOnce(port: number, request: HttpRequest): Promise<{ status: number; body: string }> {
  const connection = await HttpConnection.open(port)
  const { status, body } = await connection.send(request)
  connection.close()
  return { status, body: body.toString() }
}
