import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'

const program = join(import.meta.dirname, '../bin/lessonry.ts')
const run = (...words: string[]) => spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' })

test('every way of asking for help lists the commands', () => {
  const lists = [[], ['--help'], ['-h'], ['help']].map((words) => run(...words))
  for (const { status, stdout } of lists) {
    assert.equal(status, 0)
    assert.equal(stdout, lists[0]!.stdout)
    assert.match(stdout, /^ {2}organisation {2,}Makes an organisation/m)
  }
  assert.match(run('import', '--help').stdout, /lessonry import music-school --from/)
})

test('words that cannot be used are answered with one sentence and the usage', () => {
  const wrong: [words: string[], sentence: string][] = [
    [['start', '--fast'], 'There is no option --fast.'],
    [['organisation', 'create', '--slug', '--name', 'Harmoni'], '--slug needs a value.'],
    [['import', 'music-school', '--lines=yes'], '--lines takes no value.'],
    [['backup', 'monday'], '"monday" means nothing here.'],
    [['organisation', 'create', '--currency', 'ABC'], '--currency: three capital letters that stand for a currency.'],
    [['organisation', 'create', '--country', 'QQ'], '--country: two capital letters that stand for a country.'],
  ]
  for (const [words, sentence] of wrong) {
    const { status, stderr } = run(...words)
    assert.equal(status, 2)
    assert.ok(stderr.includes(sentence), stderr)
    assert.match(stderr, new RegExp(`^lessonry ${words[0]}`, 'm'))
  }
})
