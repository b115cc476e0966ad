// Tries the client for Node.js; clients.py runs it: COMMAND POLICY SNAPSHOT.
import { execFileSync } from 'node:child_process'
import { writeFileSync, readFileSync } from 'node:fs'
import { SessionPolicy, SnapshotError, Unavailable } from '../../samples/clients/node/session-policy.mjs'

const [, , command, path, text] = process.argv
const snapshot = JSON.parse(text)
const reading = { ...snapshot, request: { action: 'read' } }
let failures = 0

function check(name, holds, what = '') {
  if (!holds) failures++
  console.log(`${holds ? 'ok  ' : 'FAIL'} node: ${name} ${holds ? '' : what}`)
}

async function rejects(promise, kind) {
  try {
    await promise
    return false
  } catch (error) {
    return error instanceof kind
  }
}

const policy = await SessionPolicy.start([path], { command })
const patient = { timeout: 10_000 }
check('a hello names the engine', policy.hello.rules === 2)
check('a demand', (await policy.decide(snapshot, patient)).outcome === 'reauthenticate')
check('an id of the caller\'s comes back', (await policy.decide({ ...snapshot, id: 'mine' }, patient)).id === 'mine')
check('a snapshot that cannot be read', await rejects(policy.decide({ session: { id: 7 } }, patient), SnapshotError))

let wrong = 0
let lost = 0
async function ask(number) {
  for (let turn = 0; turn < 300; turn++) {
    const pays = (number + turn) % 2 === 1
    try {
      const { outcome } = await policy.decide(pays ? snapshot : reading, patient)
      if (outcome !== (pays ? 'reauthenticate' : 'proceed')) wrong++
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      lost++
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}
const killer = (async () => {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise(resolve => setTimeout(resolve, 200))
    try {
      execFileSync('pkill', ['-KILL', '-P', String(process.pid), '-f', 'decide --stream'])
    } catch {}
  }
})()
await Promise.all([killer, ...Array.from({ length: 8 }, (_, number) => ask(number))])
check('answers over crashes are their own', wrong === 0, wrong)
check('nearly all are answered', lost < 200, lost)

writeFileSync(path, readFileSync(path, 'utf8').replace('15m', '2h'))
const end = Date.now() + 10_000
while (Date.now() < end && (await policy.decide(snapshot, patient)).outcome !== 'proceed') {
  await new Promise(resolve => setTimeout(resolve, 50))
}
check('changed policies take over', (await policy.decide(snapshot, patient)).outcome === 'proceed')
await policy.close()
check('a closed client says so', await rejects(policy.decide(snapshot), Unavailable))
check('a missing command', await rejects(SessionPolicy.start([path], { command: '/nowhere' }), Unavailable))
process.exit(failures ? 1 : 0)
