/**
 * Decide what may happen to login sessions: a client of `session-policy decide --stream`.
 *
 * One process of the command answers all of this one, a line of JSON for each line of JSON (the protocol
 * stands in ../PROTOCOL.md). Needs Node.js 18 and nothing else; copy this file.
 *
 *     const policy = await SessionPolicy.start(['policies'], { kratos: ['kratos.yml'] })
 *     const decision = await policy.decide({ session, request: { action: 'payment.create' } })
 *     if (decision.outcome !== 'proceed') { … }
 *
 * Whatever goes wrong rejects, and a rejection is no permission: a process that died is started again, and
 * what it had not answered is asked once more, for a decision changes nothing.
 */

import { spawn } from 'node:child_process'

/** Nobody answers. Let nobody through. */
export class Unavailable extends Error {}

/** The snapshot cannot be read; asking again will not help. */
export class SnapshotError extends Error {
  constructor({ code, message }) {
    super(`${message} [${code}]`)
    this.code = code
  }
}

/** A running engine. Its policies are read again when their files change. */
export class SessionPolicy {
  #words
  #options
  #process = null
  #waiting = new Map()
  #last = 0
  #rest = ''
  #starts = []
  #closed = false
  #ready

  /** Starts the engine; rejects if it does not start. */
  static async start(policies, options = {}) {
    const engine = new SessionPolicy(policies, options)
    await engine.#ready
    return engine
  }

  constructor(policies, { kratos = [], command = 'session-policy', limit = 1000, restarts = 5 } = {}) {
    this.#options = { command, limit, restarts }
    this.#words = ['decide', '--stream', '--watch', '--hello']
    for (const path of policies) this.#words.push('--policies', path)
    for (const path of kratos) this.#words.push('--kratos', path)
    this.#ready = this.#start()
  }

  /** The decision about a snapshot; rejects with SnapshotError or Unavailable. */
  decide(snapshot, { timeout = 1000 } = {}) {
    return new Promise((resolve, reject) => {
      if (this.#closed || !this.#process) return reject(new Unavailable('the engine does not run'))
      if (this.#waiting.size >= this.#options.limit) {
        return reject(new Unavailable('too many questions wait for an answer'))
      }
      const whole = 'session' in snapshot ? snapshot : { session: snapshot }
      const id = ++this.#last
      const line = JSON.stringify({ ...whole, id }) + '\n'
      const timer = setTimeout(
        () => this.#settle(id, new Unavailable(`no answer within ${timeout} ms`)), timeout)
      this.#waiting.set(id, { line, own: whole.id, attempts: 0, timer, resolve, reject })
      this.#process.stdin.write(line)
    })
  }

  /** Ends the engine; whoever still waits is told. */
  async close() {
    this.#closed = true
    const process = this.#process
    this.#process = null
    this.#giveUp('the engine was closed')
    if (!process) return
    const ended = new Promise(resolve => process.once('close', resolve))
    process.stdin.end()
    const timer = setTimeout(() => process.kill('SIGKILL'), 5000)
    await ended
    clearTimeout(timer)
  }

  /** Starts a process and waits until it says who it is. */
  #start() {
    this.#starts = [...this.#starts, Date.now()].slice(-this.#options.restarts - 1)
    return new Promise((resolve, reject) => {
      const process = spawn(this.#options.command, this.#words, { stdio: ['pipe', 'pipe', 'inherit'] })
      this.#rest = ''
      let isReady = false
      // Writing to a process that died is noticed by its end.
      process.stdin.on('error', () => {})
      process.stdout.setEncoding('utf8')
      process.stdout.on('data', text => {
        const lines = (this.#rest + text).split('\n')
        this.#rest = lines.pop()
        for (const line of lines) {
          const answer = JSON.parse(line)
          if (answer.hello) {
            this.hello = answer.hello
            this.#process = process
            isReady = true
            resolve()
          } else {
            this.#answer(answer)
          }
        }
      })
      process.once('error', error => reject(new Unavailable(`the engine does not start: ${error.message}`)))
      process.once('close', status => {
        if (!isReady) {
          return reject(new Unavailable(`the engine ended with status ${status}; see standard error`))
        }
        if (this.#process === process) {
          this.#process = null
          this.#restart()
        }
      })
    })
  }

  async #restart() {
    while (!this.#closed) {
      if (this.#starts.length > this.#options.restarts && Date.now() - this.#starts[0] < 60_000) {
        return this.#giveUp('the engine died too often')
      }
      try {
        await this.#start()
        break
      } catch {
        await new Promise(resolve => setTimeout(resolve, 200))
      }
    }
    for (const [id, question] of this.#waiting) {
      if (++question.attempts > 1) {
        this.#settle(id, new Unavailable('the engine died twice over this'))
      } else {
        this.#process?.stdin.write(question.line)
      }
    }
  }

  #answer({ id, ...answer }) {
    const question = this.#waiting.get(id)
    if (!question) return
    if (answer.error) return this.#settle(id, new SnapshotError(answer.error))
    if (question.own !== undefined) answer.id = question.own
    this.#settle(id, answer)
  }

  #settle(id, answer) {
    const question = this.#waiting.get(id)
    if (!question) return
    this.#waiting.delete(id)
    clearTimeout(question.timer)
    if (answer instanceof Error) question.reject(answer)
    else question.resolve(answer)
  }

  #giveUp(why) {
    for (const id of [...this.#waiting.keys()]) this.#settle(id, new Unavailable(why))
  }
}
