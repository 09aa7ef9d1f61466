namespace TradeBooks.Storage;

/// <summary>Results that can't be written, or a saved run that can't be gone on with; the message names the file.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
