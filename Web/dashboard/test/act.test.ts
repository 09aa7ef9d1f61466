import { beforeEach, describe, expect, it, vi } from 'vitest'

const typed: string[] = []
vi.mock('../src/ui/dialog', () => ({ askKey: () => Promise.resolve(typed.shift() ?? null) }))
const toasts: string[] = []
vi.mock('../src/ui/toast', () => ({ toast: (text: string) => toasts.push(text) }))
const { act } = await import('../src/ui/act')
const { get, post } = await import('../src/api/client')

describe('act', () => {
  const sent: string[] = []
  const stored = new Map<string, string>()
  let busy = false

  beforeEach(() => {
    sent.length = typed.length = toasts.length = 0
    stored.clear()
    busy = false
    vi.stubGlobal('sessionStorage', {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => stored.set(name, value),
      removeItem: (name: string) => stored.delete(name),
    })
    vi.stubGlobal('fetch', async (path: string, request: { method: string; headers: Record<string, string> }) => {
      const key = request.headers['X-Api-Key'] ?? 'none'
      sent.push(`${request.method} ${key}`)
      // What the page asks for by itself while a key is tried.
      if (request.method === 'POST') await get('/api/replay')
      const status = request.method === 'GET' || key === 'right' ? (busy && request.method === 'POST' ? 409 : 200) : 401
      return new Response(JSON.stringify({ detail: path }), { status })
    })
  })

  it('sends a typed key with nothing else until it is accepted, and keeps it then', async () => {
    typed.push('wrong', 'right')
    await act(() => post('/api/halt'))
    await get('/api/replay')
    expect(sent).toEqual(['POST none', 'GET none', 'POST wrong', 'GET none', 'POST right', 'GET none', 'GET right'])
  })

  it('tries a key again that was neither accepted nor refused', async () => {
    typed.push('right')
    busy = true
    await act(() => post('/api/halt'))
    expect([toasts, stored.size]).toEqual([['/api/halt'], 0])
    busy = false
    await act(() => post('/api/halt'))
    expect([sent.at(-2), [...stored.values()]]).toEqual(['POST right', ['right']])
  })

  it('keeps nothing where no key is typed, and forgets one that is refused', async () => {
    stored.set('tradebooks.key', 'old')
    typed.push('wrong')
    expect(await act(() => post('/api/halt'))).toBeUndefined()
    expect(stored.size).toBe(0)
    await get('/api/replay')
    expect(sent.at(-1)).toBe('GET none')
  })
})
