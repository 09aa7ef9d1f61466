import { currentKey, keyToAct } from './key'

/** An answer that is no success, or none at all (status 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly retryAfter: number | null = null,
  ) {
    super(message)
  }
}

interface Problem {
  title?: string
  detail?: string
}

const Patience = 35_000

/** Headers of every request: the key where there is one. */
export function headers(more: Record<string, string> = {}, key = currentKey()): Record<string, string> {
  return key === null ? more : { ...more, 'X-Api-Key': key }
}

/** Makes an answer that is no success an error with the server's own words. */
export async function refuse(response: Response): Promise<never> {
  const problem = (await response.json().catch(() => ({}))) as Problem
  const wait = Number(response.headers.get('Retry-After'))
  throw new ApiError(
    response.status,
    problem.detail ?? problem.title ?? `the server answered ${response.status}`,
    wait > 0 ? wait * 1000 : null,
  )
}

async function send(method: string, path: string, key: string | null, signal?: AbortSignal): Promise<unknown> {
  const limit = AbortSignal.timeout(Patience)
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers: headers({ Accept: 'application/json' }, key),
      cache: 'no-store',
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    })
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw new ApiError(0, 'the server can’t be reached')
  }
  return response.ok ? response.json() : refuse(response)
}

export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return send('GET', path, currentKey(), signal) as Promise<T>
}

export function post<T>(path: string): Promise<T> {
  return send('POST', path, keyToAct()) as Promise<T>
}

/** Like `get`, with undefined for what the server does not have. */
export async function find<T>(path: string, signal?: AbortSignal): Promise<T | undefined> {
  try {
    return await get<T>(path, signal)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined
    throw error
  }
}

/** A path of encoded parts: names of portfolios and symbols may hold anything. */
export function path(parts: TemplateStringsArray, ...names: string[]): string {
  return parts.reduce((text, part, i) => text + encodeURIComponent(names[i - 1] ?? '') + part)
}
