import { describe, expect, it } from 'vitest'
import { SseParser } from '../src/live/sse'

const stream = 'retry: 2000\n\nid: 7\nevent: fill\ndata: {"number":1}\n\n: \n\nid: 8\nevent: marks\ndata: [1,\ndata: 2]\n\n'
const expected = [
  { id: '7', name: 'fill', data: '{"number":1}' },
  { id: '8', name: 'marks', data: '[1,\n2]' },
]

describe('SseParser', () => {
  it('reads a whole stream', () => expect(new SseParser().push(stream)).toEqual(expected))

  it.each([1, 2, 3, 7, 20])('reads it in pieces of %s characters', size => {
    const parser = new SseParser()
    const events = []
    for (let i = 0; i < stream.length; i += size) events.push(...parser.push(stream.slice(i, i + size)))
    expect(events).toEqual(expected)
  })

  it('reads lines that end with CR LF', () => expect(new SseParser().push(stream.replace(/\n/g, '\r\n'))).toEqual(expected))

  it('gives nothing of an event that is not complete', () => expect(new SseParser().push('id: 9\ndata: half\n')).toEqual([]))
})
