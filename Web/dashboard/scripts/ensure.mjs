// What the .NET build runs: installs the packages and builds the page, each only when what it is made from has changed.
// Builds that run at the same time wait for one another, and the second finds nothing left to do.
//   node scripts/ensure.mjs FOLDER-OF-STAMPS
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamps = process.argv[2] ?? join(root, 'node_modules')
const lock = join(stamps, 'dashboard.lock')

// The lock of a build that was killed is taken over: its process is gone.
function holderIsGone() {
  try {
    const holder = Number(readFileSync(lock, 'utf8'))
    if (holder > 0) process.kill(holder, 0)
    else return Date.now() - statSync(lock).mtimeMs > 5_000
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

async function enter() {
  mkdirSync(stamps, { recursive: true })
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (holderIsGone()) rmSync(lock, { force: true })
      else await wait(100)
    }
  }
}

function hash(paths) {
  const sum = createHash('sha256')
  for (const path of paths) sum.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0')
  return sum.digest('hex')
}

function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}

function isCurrent(name, sum) {
  const stamp = join(stamps, name)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sum
}

function npm(...parameters) {
  const run = spawnSync('npm', parameters, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    // Nothing of this is for a person at a terminal.
    env: { ...process.env, NO_COLOR: '1', npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' },
  })
  if (run.status === 0) return
  const said = run.error?.message ?? `${run.stdout}\n${run.stderr}`
  console.error(said.trim())
  throw new Error(`npm ${parameters.join(' ')} failed`)
}

await enter()
try {
  const packages = hash([join(root, 'package.json'), join(root, 'package-lock.json')])
  if (!existsSync(join(root, 'node_modules', 'vite')) || !isCurrent('dashboard.packages', packages)) {
    npm('ci')
    writeFileSync(join(stamps, 'dashboard.packages'), packages)
  }

  const own = ['package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts', 'index.html'].map(name => join(root, name))
  const sources = hash([...own, ...filesOf(join(root, 'src')), ...filesOf(join(root, 'scripts'))])
  if (!existsSync(join(root, '..', 'wwwroot', 'index.html')) || !isCurrent('dashboard.sources', sources)) {
    npm('run', 'build')
    writeFileSync(join(stamps, 'dashboard.sources'), sources)
  }
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  rmSync(lock, { force: true })
}
