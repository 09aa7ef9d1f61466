import { ApiError } from '../api/client'
import { acceptKey, refuseKey, tryKey } from '../api/key'
import { askKey } from './dialog'
import { toast } from './toast'

/**
 * Does something that needs the key; asks for it where it is missing or refused, and says what went wrong otherwise.
 * Undefined when nothing was done.
 */
export async function act<T>(run: () => Promise<T>): Promise<T | undefined> {
  for (;;) {
    try {
      const result = await run()
      acceptKey()
      return result
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.status !== 401) {
        toast(error.message, true)
        return undefined
      }
      refuseKey()
      const key = await askKey(error.message)
      if (key === null) return undefined
      tryKey(key)
    }
  }
}
