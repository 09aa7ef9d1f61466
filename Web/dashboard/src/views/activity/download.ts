import { ApiError, headers, refuse } from '../../api/client'
import { currentKey } from '../../api/key'

function save(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}

function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  save(address, name)
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

export function saveText(text: string, name: string): void {
  saveBlob(new Blob([text], { type: 'text/csv;charset=utf-8' }), name)
}

/** Saves an answer of the server as it is. Where a key is in use, a plain link would lack it. */
export async function saveAnswer(path: string, name: string): Promise<void> {
  if (currentKey() === null) {
    save(path, name)
    return
  }
  const response = await fetch(path, { headers: headers(), cache: 'no-store' }).catch(() => {
    throw new ApiError(0, 'the server can’t be reached')
  })
  saveBlob(response.ok ? await response.blob() : await refuse(response), name)
}
