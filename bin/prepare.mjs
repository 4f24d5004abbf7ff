// Runs before `npm start`, `npm test` and `npm run build` on whatever Node the machine has (20 or later) and puts in
// place what they need. Every stamp is written last, so a run that was cut short is mended by the next.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const neededNode = 26
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const options = new Set(process.argv.slice(2))

try {
  installPackages()
  if (!options.has('--no-build')) buildWeb()
  if (options.has('--test')) installBrowser()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

function installPackages() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const stampFile = join(modules, '.lessonry-stamp')
  const stamp = `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`
  if (readText(stampFile) === stamp) return

  if (!isInstalled(JSON.parse(lock.toString()))) {
    const result = run('npm', [
      'ci',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--include=dev',
      '--include=optional',
      '--engine-strict=false',
      '--loglevel=error',
    ])
    if (result !== 0) throw new Error('The packages could not be installed; see above. Running this again is safe.')
  }
  checkNode()
  writeFileSync(stampFile, stamp)
}

/** Whether npm has finished an installation of exactly these packages, for instance by hand. */
function isInstalled(lock) {
  const text = readText(join(modules, '.package-lock.json'))
  if (!text) return false
  const installed = JSON.parse(text).packages
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '' || (wanted.optional && !installed[path] && !isForThisMachine(wanted))) return true
    return installed[path]?.version === wanted.version && existsSync(join(root, path))
  })
}

// Packages for one C library are left to npm, which knows which one this machine has.
function isForThisMachine({ os, cpu, libc }) {
  return Boolean(os?.includes(process.platform) && cpu?.includes(process.arch) && !libc)
}

function checkNode() {
  const local = join(modules, '.bin', 'node')
  const { status, stdout } = spawnSync(existsSync(local) ? local : 'node', ['--version'], { encoding: 'utf8' })
  if (status === 0 && Number.parseInt(stdout.slice(1), 10) >= neededNode) return
  throw new Error(
    `Lessonry needs Node ${neededNode} and there is no package with it for this machine ` +
      `(${process.platform} ${process.arch}). Install Node ${neededNode} or later and run this again.`,
  )
}

function buildWeb() {
  const stampFile = join(root, 'dist', '.stamp')
  const stamp = describeSources()
  if (readText(stampFile) === stamp) return

  console.log('Building the web pages…')
  rmSync(stampFile, { force: true })
  if (run('node', ['bin/build.ts']) !== 0) throw new Error('The web pages could not be built; see above.')
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, stamp)
}

/** Everything the build reads, by name and by the time of its last change. */
function describeSources() {
  const modulesFolder = join(root, 'server', 'modules')
  const contracts = existsSync(modulesFolder)
    ? readdirSync(modulesFolder).map((name) => join(modulesFolder, name, 'contract.ts'))
    : []
  const platform = ['contract', 'ids', 'money', 'currencies'].map((name) => join(root, 'server/platform', `${name}.ts`))
  const single = ['package.json', 'package-lock.json', 'vite.config.ts', 'bin/build.ts'].map((name) => join(root, name))
  const files = [...listFiles('web'), ...listFiles('messages'), ...contracts, ...platform, ...single]
  const lines = files.flatMap((file) => {
    const found = statSync(file, { throwIfNoEntry: false })
    return found ? [`${relative(root, file)} ${found.mtimeMs} ${found.size}`] : []
  })
  return `${createHash('sha256').update(lines.toSorted().join('\n')).digest('hex')} ${lines.length} files\n`
}

function listFiles(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

/** The journeys need a Chromium; where it was found is written down for server/testing/browser.ts. */
function installBrowser() {
  const note = join(modules, '.lessonry-chromium')
  const noted = readText(note)?.trim()
  const wanted = process.env.CHROMIUM_PATH
  if (noted && existsSync(noted) && (!wanted || wanted === noted)) return

  const browser = wanted ?? findBrowser() ?? installFromDebian() ?? installFromNpm()
  if (browser) writeFileSync(note, `${browser}\n`)
  else
    console.error('No Chromium could be found or installed. Set CHROMIUM_PATH; the browser tests will fail until then.')
}

function findBrowser() {
  return [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ].find((path) => existsSync(path) && opensPage(path))
}

function installFromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  console.log('Installing Chromium for the browser tests…')
  const steps = [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ]
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const step of steps) {
    const { status, stdout, stderr } = spawnSync('apt-get', step, { env, encoding: 'utf8' })
    if (status !== 0) {
      console.error(`${stdout}${stderr}`.trim().split('\n').slice(-3).join('\n'))
      if (step[0] === 'install') return undefined
    }
  }
  return findBrowser()
}

// In a folder of its own: the packages of the lockfile stay as they are.
function installFromNpm() {
  const folder = join(modules, '.chromium')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  console.log('Installing Chromium for the browser tests…')
  const packaged = '@sparticuz/chromium@153.0.0'
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  if (run('npm', ['install', '--prefix', folder, ...flags, packaged], folder) !== 0) return undefined
  const program =
    "import('@sparticuz/chromium').then(async ({ default: it }) => console.log(await it.executablePath()))"
  const env = { ...process.env, TMPDIR: folder }
  const { stdout } = spawnSync(process.execPath, ['-e', program], { cwd: folder, env, encoding: 'utf8' })
  const path = stdout.trim()
  return path && existsSync(path) && opensPage(path) ? path : undefined
}

function opensPage(path) {
  const program = `
    const { chromium } = await import('playwright-core')
    const browser = await chromium.launch({ executablePath: process.argv[1], args: ['--no-sandbox'], timeout: 30_000 })
    await (await browser.newPage()).setContent('<p>works</p>')
    await browser.close()`
  const options = { cwd: root, encoding: 'utf8', timeout: 60_000 }
  return spawnSync(process.execPath, ['--input-type=module', '-e', program, path], options).status === 0
}

/** `npm` must come from outside node_modules, which it replaces; everything else from inside, where Node 26 is. */
function run(command, args, cwd = root) {
  const own = join(modules, '.bin')
  const outside = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(modules + sep))
  const path = command === 'npm' ? outside : [own, ...outside]
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, PATH: path.join(delimiter) },
  })
  if (error) throw new Error(`${command} could not be run: ${error.message}`)
  return status
}

function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
